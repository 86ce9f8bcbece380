"""What customers read: the help centre."""
