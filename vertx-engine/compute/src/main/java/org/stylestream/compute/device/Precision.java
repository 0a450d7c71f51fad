package org.stylestream.compute.device;

/** How exactly a GPU multiplies; sums and all that is kept are float32 whatever it is. */
public enum Precision {
  /** 24 bits. */
  FP32,
  /** 11 bits and float32's range, by tensor cores where the GPU has such; else as FP32. */
  TF32,
  /** 11 bits and float16's range for features and filters, by tensor cores; all else as TF32. */
  FP16
}
