// The same picture with three weights of the style, each saved as a TIFF file.
// The argument is the folder of the pictures and the folder to write to, with | between them.
folders = split(getArgument(), "|");
if (folders.length < 2) {
  folders = newArray(getDirectory("Folder of the sample pictures"), getDirectory("Folder to write to"));
}
content = folders[0] + "/chenonceau.jpg";
style = folders[0] + "/composition_viii.jpg";

setBatchMode(true);
for (weight = 10; weight <= 1000; weight *= 10) {
  tiff = folders[1] + "/style weight " + weight + ".tif";
  run("Style Transfer...", "content=&content styles=&style styleWeight=&weight size=128 iterations=10"
      + " result=image tiff=&tiff");
  close();
}
