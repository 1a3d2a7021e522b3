"""What whoever runs Footnote needs beside it: unit, container, composition, licences."""
