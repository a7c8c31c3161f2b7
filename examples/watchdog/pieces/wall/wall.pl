# A wall of pictures that listens on a port; what connects is told how many pictures it has shown.
use strict;
use warnings;
use IO::Socket::INET;
use Getopt::Long;

GetOptions('port=i' => \my $port, 'fullscreen' => \my $fullscreen) or exit 2;
$| = 1;
$SIG{TERM} = sub { print "wall: dark\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 16, ReuseAddr => 1)
  or die "cannot listen on port $port: $!\n";
print $fullscreen ? "pictures over the whole wall\n" : "pictures in a window\n";
my $pictures = 0;
while (1) {
  my $client = $server->accept or next;
  print $client ++$pictures, "\n";
}
