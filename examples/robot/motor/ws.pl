# A motor server: what connects is told how fast the wheels turn. When it is asked to end it stops the wheels first.
use strict;
use warnings;
use IO::Socket::INET;
use Getopt::Long;

GetOptions('port=i' => \my $port) or exit 2;
$| = 1;
$SIG{TERM} = sub { print "wheels: slowing down\n"; select undef, undef, undef, 0.3; print "wheels: stopped\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 16, ReuseAddr => 1)
  or die "cannot listen on port $port: $!\n";
print "wheels: turning\n";
while (1) {
  my $client = $server->accept or next;
  print $client "12 rpm\n";
}
