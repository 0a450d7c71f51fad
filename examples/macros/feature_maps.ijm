// Measures what a layer's filters answer to a photograph, and tells which one answers most.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

open(folder + "neuschwanstein.jpg");
run("Feature Maps...", "layers=block2_conv1 size=200");
strongest = "";
most = -1;
for (i = 1; i <= nSlices; i++) {
  setSlice(i);
  getStatistics(area, mean);
  if (mean > most) {
    most = mean;
    strongest = getMetadata("Label");
  }
}
print(strongest + " has the largest mean activation: " + most);
