// Paints the slices of a stack, each from the last result: here a photograph that a camera pans over.
// The argument is the folder of the pictures and the folder to write to, with | between them.
folders = split(getArgument(), "|");
if (folders.length < 2) {
  folders = newArray(getDirectory("Folder of the sample pictures"), getDirectory("Folder to write to"));
}
style = folders[0] + "/village_street_in_auvers.jpg";
tiff = folders[1] + "/painted.tif";
gif = folders[1] + "/painted.gif";

setBatchMode(true);
newImage("movie", "RGB", 128, 96, 3);
movie = getImageID();
open(folders[0] + "/neuschwanstein.jpg");
photograph = getImageID();
for (i = 1; i <= 3; i++) {
  selectImage(photograph);
  makeRectangle(getWidth() / 3 + 4 * i, getHeight() / 4 + 3 * i, 128, 96);
  Image.copy;
  selectImage(movie);
  setSlice(i);
  Image.paste(0, 0);
}
run("Sequence...", "styles=&style size=native iterations=12 tiff=&tiff gif=&gif");
close();
