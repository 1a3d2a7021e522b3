"""What people leave behind: answers given, feedback, a server's settings, the feeds it watches."""
