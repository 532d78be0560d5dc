#!/usr/bin/perl
# Books rooms; a room is a file, its ETag the digest of what is in it. Usage: book.pl unsafe|fixed
use strict;
use warnings;
use Digest::MD5 'md5_hex';
use Fcntl ':flock';
use JSON::PP;
use POSIX 'strftime';
use Time::HiRes qw(time usleep);

my $fixed = $ARGV[0] eq 'fixed';
my $json = JSON::PP->new->canonical;

sub content { my ($file) = @_; open my $in, '<', $file or die $!; local $/; return scalar <$in> }
sub store { my ($file, $text) = @_; open my $out, '>', "$file.$$" or die $!; print $out $text; close $out; rename "$file.$$", $file or die $! }
sub etag { return substr md5_hex($_[0]), 0, 12 }

sub logged {
  my ($message, %fields) = @_;
  my $now = time;
  my $stamp = strftime('%b %d %H:%M:%S', gmtime $now);
  my $line = "$stamp office rooms[$$]: " . $json->encode({ at => sprintf('%.3f', $now), message => $message, %fields }) . "\n";
  open my $log, '>>', 'rooms.log' or die $!;
  syswrite $log, $line;
}

sub book {
  my ($booking, $room) = @_;
  my $begun = time;
  open my $lock, '>', "$room.lock" or die $!;
  flock $lock, LOCK_EX if $fixed;
  my $text = content("$room.json");
  my $state = $json->decode($text);
  usleep 2000;
  my %said = (bookingId => $booking, room => $room, etag => etag($text));
  if ($state->{desks} < 1) {
    logged('no desk left', %said, status => 'full', tookMs => 1000 * (time - $begun));
    return;
  }
  $state->{desks}--;
  $state->{last} = $booking;
  my $next = $json->encode($state);
  store("$room.json", $next);
  logged('desk booked', %said, newEtag => etag($next), status => 'booked', tookMs => 1000 * (time - $begun));
}

unlink 'rooms.log';
store("$_.json", $json->encode({ desks => 4, last => 'none' })) for qw(attic cellar);
logged('rooms are open');
for my $hour (9 .. 11) {
  my @people;
  for my $person (1 .. 3) {
    for my $room (qw(attic cellar)) {
      my $pid = fork;
      if (!$pid) { book("B$hour-$person-$room", $room); exit 0 }
      push @people, $pid;
    }
  }
  waitpid $_, 0 for @people;
}
