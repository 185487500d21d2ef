"""Private uploads and downloads: what type the content is, how large it may be, who may have it and how long it is kept. It
must never know what a file is for."""
