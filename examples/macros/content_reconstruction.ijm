// Shows what three layers know of a photograph: the deeper the layer, the less of it.
// The argument is the folder of the pictures; without one, this macro asks for it.
folder = getArgument();
if (folder == "") folder = getDirectory("Folder of the sample pictures");
if (!endsWith(folder, "/")) folder += "/";

photo = folder + "chenonceau.jpg";
layers = newArray("block1_conv2", "block3_conv1", "block5_conv1");
for (i = 0; i < layers.length; i++) {
  layer = layers[i];
  run("Content Reconstruction...", "content=&photo layer=&layer size=128 iterations=20 result=image");
  rename(layer);
}
