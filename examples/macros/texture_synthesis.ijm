// Grows a frieze of a painting's patterns, wider than the painting, from noise.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

style = folder + "composition_viii.jpg";
run("Texture Synthesis...", "styles=&style styleSize=128 width=256 height=96 iterations=20 keepEvery=5");
setSlice(nSlices);
print(getTitle() + ": " + nSlices + " slices, the last " + getMetadata("Label"));
