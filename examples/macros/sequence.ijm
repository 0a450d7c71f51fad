// Paints the slices of a stack, each from the last result: here a photograph that the camera moves over.
// The argument is the folder of the pictures and that of the results, with | between them; without one, this macro
// asks for them.
folders = split(getArgument(), "|");
if (folders.length < 2) {
  folders = newArray(getDirectory("Folder of the sample pictures"), getDirectory("Folder of the results"));
}
for (i = 0; i < 2; i++) if (!endsWith(folders[i], "/")) folders[i] += "/";

open(folders[0] + "neuschwanstein.jpg");
run("Size...", "width=160 height=120 interpolation=Bicubic");
photograph = getTitle();
newImage("movie", "RGB", 128, 96, 3);
for (i = 1; i <= 3; i++) {
  selectWindow(photograph);
  makeRectangle(4 * i, 3 * i, 128, 96);
  run("Copy");
  selectWindow("movie");
  setSlice(i);
  run("Paste");
}
run("Select None");
run("Sequence...", "styles=[" + folders[0] + "village_street_in_auvers.jpg] size=native iterations=12 "
    + "tiff=[" + folders[1] + "painted.tif] gif=[" + folders[1] + "painted.gif]");
print(getTitle() + ": " + nSlices + " slices");
