# The box office: 200 for every request, 503 while the file "closed" lies beside this one.
use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
$SIG{TERM} = sub { print "tickets: sold out\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 1, ReuseAddr => 1)
  or die "cannot listen on port $ARGV[0]: $!\n";
print "the box office is open\n";
my $sold = 0;
while (1) {
  my $client = $server->accept or next;
  # A client that says nothing must not hold up the others.
  my $said = '';
  vec($said, fileno($client), 1) = 1;
  next unless select($said, undef, undef, 0.5);
  sysread($client, my $request, 4096) or next;
  my ($status, $body) = -e 'closed' ? ('503 Service Unavailable', "closed\n") : ('200 OK', ++$sold . " sold\n");
  print $client "HTTP/1.1 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n$body";
}
