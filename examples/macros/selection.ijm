// Paints only what is selected, at the image's own size, and puts it back where it was.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

open(folder + "neuschwanstein.jpg");
makeOval(getWidth() / 4, getHeight() / 4, getWidth() / 2, getHeight() / 2);
style = folder + "village_street_in_auvers.jpg";
run("Style Transfer...", "styles=&style size=native iterations=5 result=image");
