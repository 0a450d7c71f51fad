// Paints all JPEGs of a folder; run it again, and it goes on where it was stopped.
// The argument is the folders of contents and results and the style, with | between them.
arguments = split(getArgument(), "|");
if (arguments.length < 3) {
  arguments = newArray(getDirectory("Folder of the pictures"), getDirectory("Folder of the results"),
      File.openDialog("Style"));
}
from = arguments[0];
to = arguments[1];
style = arguments[2];
run("Batch Folder...", "inputFolder=&from outputFolder=&to pattern=*.jpg styles=&style size=128 iterations=5"
    + " format=png");
results = getFileList(to);
print("" + results.length + " results in " + to);
