package org.stylestream.compute.cuda.nvidia;

import org.bytedeco.javacpp.Pointer;

/** An address on the GPU, for the bindings. */
final class DeviceAddress extends Pointer {
  DeviceAddress(long address) {
    this.address = address;
  }
}
