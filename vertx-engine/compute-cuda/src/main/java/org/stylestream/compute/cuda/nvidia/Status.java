package org.stylestream.compute.cuda.nvidia;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.stylestream.compute.cuda.GpuFailedException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/** What the driver and the libraries answer, as exceptions. */
final class Status {
  /** cuDNN's answers from here on mean that it doesn't do such things, or not in such a way … */
  private static final int CUDNN_BAD_PARAMETER = 2000;

  /** … and from here on that the GPU has failed. */
  private static final int CUDNN_EXECUTION_FAILED = 5000;

  private Status() {}

  /**
   * Passes a success of the driver.
   *
   * @param what was tried, for the message: "copying to the GPU"
   */
  static void driver(int status, String what) {
    if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
      throw outOfMemory();
    }
    if (status != 0) {
      throw failed(what, driverText(status));
    }
  }

  private static String driverText(int status) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      return cudart.cuGetErrorString(status, text) == 0
          ? text.get(BytePointer.class).getString()
          : "error " + status;
    }
  }

  /** Passes a success of cuBLAS. */
  static void blas(int status, String what) {
    if (status == cublas.CUBLAS_STATUS_ALLOC_FAILED) {
      throw outOfMemory();
    }
    if (status != cublas.CUBLAS_STATUS_SUCCESS) {
      throw failed(what, "cuBLAS answers " + status);
    }
  }

  /**
   * Passes a success of cuDNN.
   *
   * @throws UnsupportedOperationException if cuDNN doesn't do this
   */
  static void dnn(int status, String what) {
    if (status == cudnn.CUDNN_STATUS_SUCCESS) {
      return;
    }
    if (status == cudnn.CUDNN_STATUS_ALLOC_FAILED
        || status == cudnn.CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED) {
      throw outOfMemory();
    }
    String text = cudnn.cudnnGetErrorString(status).getString();
    if (status >= CUDNN_BAD_PARAMETER && status < CUDNN_EXECUTION_FAILED) {
      throw new UnsupportedOperationException(what + ": " + text);
    }
    throw failed(what, text);
  }

  private static OutOfDeviceMemoryException outOfMemory() {
    return new OutOfDeviceMemoryException(
        "the GPU has no memory left; close what else uses it, choose a smaller size, or take --device cpu");
  }

  private static GpuFailedException failed(String what, String answer) {
    return new GpuFailedException(
        "the GPU failed at %s (%s); start again, and take --device cpu if it stays so"
            .formatted(what, answer));
  }
}
