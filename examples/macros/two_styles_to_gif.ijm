// Blends two styles, the first twice as strong, and saves how the picture grew as TIFF and GIF.
// The argument is the folder of the pictures and the folder to write to, with | between them.
folders = split(getArgument(), "|");
if (folders.length < 2) {
  folders = newArray(getDirectory("Folder of the sample pictures"), getDirectory("Folder to write to"));
}
content = folders[0] + "/neuschwanstein.jpg";
styles = folders[0] + "/great_wave.jpg|" + folders[0] + "/composition_viii.jpg";
tiff = folders[1] + "/growing.tif";
gif = folders[1] + "/growing.gif";

setBatchMode(true);
run("Style Transfer...", "content=&content styles=&styles blend=2,1 size=160 iterations=30"
    + " keepEvery=3 tiff=&tiff gif=&gif");
close();
