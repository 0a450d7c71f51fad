// One style in the sky and another below it, with a soft edge between, in the photograph's colours.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

open(folder + "neuschwanstein.jpg");
makeRectangle(0, 0, getWidth(), getHeight() / 2);
styles = folder + "great_wave.jpg|" + folder + "village_street_in_auvers.jpg";
run("Style Transfer...", "styles=&styles contentMasks=selection feather=60 keepColour=luminance"
    + " size=160 iterations=20 result=image");
