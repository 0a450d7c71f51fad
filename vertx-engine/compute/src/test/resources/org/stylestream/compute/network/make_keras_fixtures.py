"""Writes keras-*.h5, three layers of two channels each, as different versions of Keras would.

Run with h5py 3: python3 make_keras_fixtures.py. The values are made up: element i of a tensor is
(i + 1) / 64. The files and this script are under the project's licence, Apache-2.0.
"""

import h5py
import numpy as np

LAYERS = [("block1_conv1", 3), ("block1_conv2", 2), ("block2_conv1", 2)]


def values(shape):
    return (np.arange(1, np.prod(shape) + 1) / 64).reshape(shape).astype(np.float32)


def write(path, holder, kernel_name, bias_name, strings):
    with h5py.File(path, "w") as file:
        root = file.create_group(holder) if holder else file
        root.attrs["layer_names"] = strings(["input_1"] + [name for name, _ in LAYERS])
        for layer, inputs in LAYERS:
            group = root.create_group(layer)
            names = [kernel_name.format(layer), bias_name.format(layer)]
            group.attrs["weight_names"] = strings(names)
            group[names[0]] = values((3, 3, inputs, 2))
            group[names[1]] = values((2,))
            # A decoy that only weight_names tells from the kernel.
            group["a_moment_of_the_kernel"] = np.zeros((3, 3, inputs, 2), np.float32)


def fixed(strings):
    return np.array([text.encode() for text in strings])


def variable(strings):
    return np.array(strings, dtype=h5py.string_dtype())


write("keras-fixed-strings.h5", "", "{}_W_1:0", "{}_b_1:0", fixed)
write("keras-variable-strings.h5", "", "{}_W_1:0", "{}_b_1:0", variable)
write("keras-whole-model.h5", "model_weights", "{0}/kernel:0", "{0}/bias:0", variable)
