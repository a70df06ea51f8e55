"""What pages, exports and meetings show: plain values with finished Norwegian words."""
