// Paints a photograph in the manner of a woodblock print, and leaves the stack of its growth.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

open(folder + "chenonceau.jpg");
style = folder + "great_wave.jpg";
run("Style Transfer...", "styles=&style size=200 iterations=40 keepEvery=5");
setSlice(nSlices);
print(getTitle() + ": " + nSlices + " slices, the last " + getMetadata("Label"));
