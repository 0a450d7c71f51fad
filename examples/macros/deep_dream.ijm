// Dreams on a photograph, and leaves the stack of how the dream came, octave by octave.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

open(folder + "neuschwanstein.jpg");
run("Deep Dream...", "preset=creatures size=s160 steps=10 keepEvery=5");
setSlice(nSlices);
print(getTitle() + ": " + nSlices + " slices, the last " + getMetadata("Label"));
