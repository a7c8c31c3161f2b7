# A model server that is slow to load: 503 until then, and while the file "sick" lies in its folder; 200 otherwise.
use strict;
use warnings;
use IO::Socket::INET;
use Getopt::Long;

GetOptions('port=i' => \my $port, 'model=s' => \my $model, 'loading=i' => \my $loading) or exit 2;
$| = 1;
$SIG{TERM} = sub { print "llm: unloading $model\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 16, ReuseAddr => 1)
  or die "cannot listen on port $port: $!\n";
my $ready_at = time + $loading;
print "loading $model\n";
while (1) {
  my $client = $server->accept or next;
  # A client that says nothing must not hold up the others.
  my $said = '';
  vec($said, fileno($client), 1) = 1;
  next unless select($said, undef, undef, 1);
  sysread($client, my $request, 4096) or next;
  my $is_well = time >= $ready_at && !-e 'sick';
  my ($status, $body) = $is_well ? ('200 OK', "ok\n") : ('503 Service Unavailable', "not now\n");
  print $client "HTTP/1.1 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n$body";
}
