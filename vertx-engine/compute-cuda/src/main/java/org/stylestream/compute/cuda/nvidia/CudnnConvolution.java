package org.stylestream.compute.cuda.nvidia;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudnn.cudnnActivationStruct;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.FloatPointer;
import org.stylestream.compute.cuda.ConvolutionShape;
import org.stylestream.compute.cuda.GpuConvolution;
import org.stylestream.compute.device.Precision;

/**
 * A convolution by cuDNN, over maps with channels last: that is how tensor cores want them, bands
 * of rows lie in one piece, and a map is the matrix that Gram matrices are made of.
 *
 * <p>cuDNN deprecates these functions in favour of its graphs of operations; all of cuDNN 9 has
 * them, and they are those that PyTorch's users have run for years.
 */
@SuppressWarnings("deprecation")
final class CudnnConvolution implements GpuConvolution {
  private static final int FORMAT = cudnn.CUDNN_TENSOR_NHWC;
  private static final int FLOAT = cudnn.CUDNN_DATA_FLOAT;

  private final NvidiaGpu gpu;
  private final cudnnContext handle;
  private final ConvolutionShape shape;
  private final cudnnTensorStruct input = new cudnnTensorStruct();
  private final cudnnTensorStruct output = new cudnnTensorStruct();
  private final cudnnTensorStruct bias = new cudnnTensorStruct();
  private final cudnnFilterStruct filter = new cudnnFilterStruct();
  private final cudnnConvolutionStruct convolution = new cudnnConvolutionStruct();
  private final cudnnActivationStruct relu = new cudnnActivationStruct();
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private final int allowed;
  private int math;

  CudnnConvolution(
      NvidiaGpu gpu, cudnnContext handle, ConvolutionShape shape, Precision precision) {
    this.gpu = gpu;
    this.handle = handle;
    this.shape = shape;
    allowed = math(shape, precision);
    math = allowed;
    try {
      describe();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Tensor cores take float32 as TF32, unless conversion to float16 is allowed. Features fit into
   * that, but gradients don't: losses have any scale.
   */
  private static int math(ConvolutionShape shape, Precision precision) {
    if (shape.exact() || precision == Precision.FP32) {
      return cudnn.CUDNN_FMA_MATH;
    }
    return precision == Precision.FP16 && shape.rectified()
        ? cudnn.CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION
        : cudnn.CUDNN_TENSOR_OP_MATH;
  }

  private void describe() {
    check(cudnn.cudnnCreateTensorDescriptor(input));
    check(cudnn.cudnnCreateTensorDescriptor(output));
    check(cudnn.cudnnCreateTensorDescriptor(bias));
    check(cudnn.cudnnCreateFilterDescriptor(filter));
    check(cudnn.cudnnCreateConvolutionDescriptor(convolution));
    check(cudnn.cudnnCreateActivationDescriptor(relu));
    check(tensor(input, shape.inputs(), shape.height(), shape.width()));
    check(tensor(output, shape.outputs(), shape.height(), shape.width()));
    check(tensor(bias, shape.outputs(), 1, 1));
    check(
        cudnn.cudnnSetFilter4dDescriptor(
            filter, FLOAT, FORMAT, shape.outputs(), shape.inputs(), 3, 3));
    check(
        cudnn.cudnnSetConvolution2dDescriptor(
            convolution, 1, 1, 1, 1, 1, 1, cudnn.CUDNN_CROSS_CORRELATION, FLOAT));
    check(cudnn.cudnnSetConvolutionMathType(convolution, math));
    check(
        cudnn.cudnnSetActivationDescriptor(
            relu, cudnn.CUDNN_ACTIVATION_RELU, cudnn.CUDNN_NOT_PROPAGATE_NAN, 0));
  }

  private static int tensor(cudnnTensorStruct tensor, int channels, int height, int width) {
    return cudnn.cudnnSetTensor4dDescriptor(tensor, FORMAT, FLOAT, 1, channels, height, width);
  }

  private static void check(int status) {
    Status.dnn(status, "describing a convolution");
  }

  @Override
  public List<Algorithm> algorithms() {
    gpu.enter();
    int[] count = new int[1];
    check(cudnn.cudnnGetConvolutionForwardAlgorithmMaxCount(handle, count));
    try (cudnnConvolutionFwdAlgoPerf_t found = new cudnnConvolutionFwdAlgoPerf_t(count[0])) {
      check(
          cudnn.cudnnGetConvolutionForwardAlgorithm_v7(
              handle, input, filter, convolution, output, count[0], count, found));
      List<Algorithm> algorithms = new ArrayList<>();
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionFwdAlgoPerf_t way = found.getPointer(i);
        if (way.status() == cudnn.CUDNN_STATUS_SUCCESS) {
          fusions().map(fused -> algorithm(way, fused)).forEach(algorithms::add);
        }
      }
      return algorithms;
    } catch (UnsupportedOperationException e) {
      return List.of();
    }
  }

  /** cuDNN fuses some of its ways only, and says so when they are run. */
  private Stream<Boolean> fusions() {
    return shape.rectified() ? Stream.of(true, false) : Stream.of(false);
  }

  private Algorithm algorithm(cudnnConvolutionFwdAlgoPerf_t way, boolean fused) {
    return new Algorithm(
        way.algo(),
        // What needs no tensor cores is told with a kind that would allow them.
        allowed == cudnn.CUDNN_FMA_MATH ? allowed : way.mathType(),
        way.memory(),
        way.determinism() == cudnn.CUDNN_DETERMINISTIC,
        fused);
  }

  @Override
  public void run(Algorithm algorithm, Operands operands) {
    gpu.enter();
    if (algorithm.math() != math) {
      math = algorithm.math();
      check(cudnn.cudnnSetConvolutionMathType(convolution, math));
    }
    DeviceAddress x = new DeviceAddress(operands.input());
    DeviceAddress w = new DeviceAddress(operands.filter());
    DeviceAddress y = new DeviceAddress(operands.output());
    DeviceAddress workspace = new DeviceAddress(operands.workspace());
    int id = algorithm.id();
    long bytes = algorithm.workspaceBytes();
    int status =
        algorithm.fused()
            ? cudnn.cudnnConvolutionBiasActivationForward(
                handle,
                one,
                input,
                x,
                filter,
                w,
                convolution,
                id,
                workspace,
                bytes,
                zero,
                output,
                y,
                bias,
                new DeviceAddress(operands.bias()),
                relu,
                output,
                y)
            : cudnn.cudnnConvolutionForward(
                handle,
                one,
                input,
                x,
                filter,
                w,
                convolution,
                id,
                workspace,
                bytes,
                zero,
                output,
                y);
    Status.dnn(status, "a convolution");
  }

  /** Closes whatever was created: a descriptor that wasn't is null, which cuDNN passes over. */
  @Override
  public void close() {
    cudnn.cudnnDestroyActivationDescriptor(relu);
    cudnn.cudnnDestroyConvolutionDescriptor(convolution);
    cudnn.cudnnDestroyFilterDescriptor(filter);
    for (cudnnTensorStruct tensor : List.of(bias, output, input)) {
      cudnn.cudnnDestroyTensorDescriptor(tensor);
    }
    one.close();
    zero.close();
  }
}
