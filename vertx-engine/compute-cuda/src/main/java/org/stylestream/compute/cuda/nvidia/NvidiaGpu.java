package org.stylestream.compute.cuda.nvidia;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.stylestream.compute.cuda.Arguments;
import org.stylestream.compute.cuda.ConvolutionShape;
import org.stylestream.compute.cuda.Gpu;
import org.stylestream.compute.cuda.GpuConvolution;
import org.stylestream.compute.cuda.GpuFailedException;
import org.stylestream.compute.cuda.Grid;
import org.stylestream.compute.cuda.MatrixProduct;
import org.stylestream.compute.cuda.NotRecordableException;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.Precision;
import org.stylestream.compute.store.StoreEnvironment;

/** A GPU that CUDA shows, by way of the driver, cuBLAS and cuDNN. */
public final class NvidiaGpu implements Gpu {
  /** CUDA 13.0, as the driver counts. */
  private static final int OLDEST_DRIVER = 13_000;

  /** Turing: CUDA 13 knows no older ones. */
  private static final int OLDEST_CAPABILITY = 75;

  /** What NVIDIA recommends for Hopper; set, so that cuBLAS allocates nothing while recording. */
  private static final long BLAS_WORKSPACE_BYTES = 32L << 20;

  private static final int MOST_SLOTS = 1024;
  private static final int MOST_ARGUMENTS = 32;
  private static final int NAME_BYTES = 256;

  private final Precision precision;
  private final int device;
  private final CUctx_st context = new CUctx_st();
  private final CUstream_st stream = new CUstream_st();
  private final CUevent_st begin = new CUevent_st();
  private final CUevent_st end = new CUevent_st();
  private final CUmod_st module = new CUmod_st();
  private final cublasContext blas = new cublasContext();
  private final cudnnContext dnn = new cudnnContext();
  private final Map<String, CUfunc_st> kernels = new HashMap<>();
  private final List<Pointer> hostBuffers = new ArrayList<>();
  private final LongPointer slots = new LongPointer(MOST_SLOTS);
  private final LongPointer addresses = new LongPointer(MOST_ARGUMENTS);
  private final PointerPointer<Pointer> parameters = new PointerPointer<>(addresses);
  private final FloatPointer alpha = new FloatPointer(1);
  private final FloatPointer beta = new FloatPointer(1);
  private final Description description;
  private long blasWorkspace;
  private boolean recording;

  private NvidiaGpu(int device, int capability, Precision precision) {
    this.device = device;
    this.precision = precision;
    driver(cudart.cuDevicePrimaryCtxRetain(context, device), "opening");
    try {
      enter();
      start(capability);
      description = new Description(name(device), capability, freeMemory());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Opens a GPU.
   *
   * @param ordinal from 0, as CUDA counts
   * @throws DeviceUnavailableException with one sentence that says why not and what would help
   */
  public static NvidiaGpu open(int ordinal, Precision precision) {
    new NvidiaLibraries(new LibrarySearch(System.getenv(), Path.of("/"))).load();
    if (ordinal >= devices()) {
      throw unavailable("there is no GPU number %d".formatted(ordinal));
    }
    int capability = capability(ordinal);
    if (capability < OLDEST_CAPABILITY) {
      throw unavailable(
          "the GPU is of compute capability %d.%d, and CUDA 13 begins at 7.5; take --device cpu, or --with-nd4j-cuda"
              .formatted(capability / 10, capability % 10));
    }
    return new NvidiaGpu(ordinal, capability, precision);
  }

  /** At least one. */
  private static int devices() {
    int status = cudart.cuInit(0);
    int[] version = new int[1];
    if (cudart.cuDriverGetVersion(version) == 0 && version[0] < OLDEST_DRIVER) {
      throw unavailable(
          "the NVIDIA driver is for CUDA %d.%d, and 13.0 is needed; install the driver 580 or newer, or take --device cpu"
              .formatted(version[0] / 1000, version[0] % 1000 / 10));
    }
    int[] count = new int[1];
    if (status == cudart.CUDA_ERROR_NO_DEVICE
        || status == 0 && cudart.cuDeviceGetCount(count) == 0 && count[0] == 0) {
      throw unavailable("there is no NVIDIA GPU; take --device cpu");
    }
    if (status != 0) {
      throw unavailable(
          "the NVIDIA driver answers with error %d; see that nvidia-smi works, or take --device cpu"
              .formatted(status));
    }
    return count[0];
  }

  private static DeviceUnavailableException unavailable(String reason) {
    return new DeviceUnavailableException("the device cuda can't be used: " + reason);
  }

  private static int capability(int device) {
    return 10 * attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device)
        + attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
  }

  private static int attribute(int attribute, int device) {
    int[] value = new int[1];
    driver(cudart.cuDeviceGetAttribute(value, attribute, device), "reading what it is");
    return value[0];
  }

  private static String name(int device) {
    byte[] name = new byte[NAME_BYTES];
    driver(cudart.cuDeviceGetName(name, NAME_BYTES, device), "reading its name");
    return new String(name, StandardCharsets.UTF_8).trim();
  }

  @Override
  public long freeMemory() {
    enter();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      driver(cudart.cuMemGetInfo(free, total), "reading its memory");
      return free.get();
    }
  }

  private void start(int capability) {
    driver(cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING), "opening");
    driver(cudart.cuEventCreate(begin, cudart.CU_EVENT_DEFAULT), "opening");
    driver(cudart.cuEventCreate(end, cudart.CU_EVENT_DEFAULT), "opening");
    Status.blas(cublas.cublasCreate_v2(blas), "opening cuBLAS");
    Status.blas(cublas.cublasSetStream_v2(blas, stream), "opening cuBLAS");
    blasWorkspace = allocate(BLAS_WORKSPACE_BYTES);
    Status.blas(
        cublas.cublasSetWorkspace_v2(blas, new DeviceAddress(blasWorkspace), BLAS_WORKSPACE_BYTES),
        "opening cuBLAS");
    Status.dnn(cudnn.cudnnCreate(dnn), "opening cuDNN");
    Status.dnn(cudnn.cudnnSetStream(dnn, stream), "opening cuDNN");
    Path cache = StoreEnvironment.ofProcess().cacheFolder().resolve("kernels");
    try (BytePointer code = new KernelCache(cache).kernels(capability)) {
      driver(cudart.cuModuleLoadData(module, code), "loading the kernels");
    }
  }

  private static void driver(int status, String what) {
    Status.driver(status, what);
  }

  /** Makes the GPU the one that this thread's calls mean: a thread may use several in turns. */
  void enter() {
    driver(cudart.cuCtxSetCurrent(context), "entering");
  }

  /** The same for what can't be recorded. */
  private void enterUnrecorded() {
    if (recording) {
      throw new NotRecordableException();
    }
    enter();
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public ByteBuffer hostBuffer(int bytes) {
    enterUnrecorded();
    BytePointer pointer = new BytePointer((Pointer) null);
    driver(cudart.cuMemAllocHost(pointer, bytes), "allocating memory of the host");
    hostBuffers.add(pointer);
    return pointer.capacity(bytes).asByteBuffer();
  }

  @Override
  public long allocate(long bytes) {
    enterUnrecorded();
    long[] address = new long[1];
    driver(cudart.cuMemAlloc(address, bytes), "allocating memory");
    return address[0];
  }

  /** A GPU that has failed takes its memory along. */
  @Override
  public void free(long address) {
    if (recording) {
      throw new NotRecordableException();
    }
    cudart.cuCtxSetCurrent(context);
    cudart.cuMemFree(address);
  }

  @Override
  public void write(long target, ByteBuffer source) {
    enterUnrecorded();
    try (BytePointer pointer = new BytePointer(source)) {
      driver(
          cudart.cuMemcpyHtoDAsync(target, pointer, source.remaining(), stream),
          "copying to its memory");
      await();
    }
  }

  @Override
  public void read(long source, ByteBuffer target) {
    enterUnrecorded();
    try (BytePointer pointer = new BytePointer(target)) {
      driver(
          cudart.cuMemcpyDtoHAsync(pointer, source, target.remaining(), stream),
          "copying from its memory");
      await();
    }
  }

  private void await() {
    driver(cudart.cuStreamSynchronize(stream), "computing");
  }

  @Override
  public void copy(long source, long target, long bytes) {
    enter();
    driver(cudart.cuMemcpyDtoDAsync(target, source, bytes, stream), "copying");
  }

  @Override
  public void clear(long target, long bytes) {
    enter();
    driver(cudart.cuMemsetD8Async(target, (byte) 0, bytes, stream), "clearing memory");
  }

  @Override
  public void launch(String kernel, Grid grid, Arguments arguments) {
    enter();
    long[] values = arguments.slots();
    int[] starts = arguments.starts();
    slots.put(values, 0, values.length);
    for (int i = 0; i < starts.length; i++) {
      addresses.put(i, slots.address() + (long) starts[i] * Long.BYTES);
    }
    driver(
        cudart.cuLaunchKernel(
            kernels.computeIfAbsent(kernel, this::function),
            grid.columns(),
            grid.rows(),
            1,
            THREADS,
            1,
            1,
            0,
            stream,
            parameters,
            (PointerPointer<?>) null),
        "starting the kernel " + kernel);
  }

  private CUfunc_st function(String kernel) {
    CUfunc_st function = new CUfunc_st();
    driver(cudart.cuModuleGetFunction(function, module, kernel), "finding the kernel " + kernel);
    return function;
  }

  @Override
  public void multiply(MatrixProduct product) {
    enter();
    int status =
        cublas.cublasGemmEx(
            blas,
            cublas.CUBLAS_OP_N,
            product.transposed() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N,
            product.rows(),
            product.columns(),
            product.inner(),
            alpha.put(0, (float) product.factor()),
            new DeviceAddress(product.left()),
            cudart.CUDA_R_32F,
            product.rows(),
            new DeviceAddress(product.right()),
            cudart.CUDA_R_32F,
            product.transposed() ? product.columns() : product.inner(),
            beta.put(0, (float) product.keep()),
            new DeviceAddress(product.target()),
            cudart.CUDA_R_32F,
            product.rows(),
            multiplication(),
            cublas.CUBLAS_GEMM_DEFAULT);
    Status.blas(status, "a matrix product");
  }

  private int multiplication() {
    return switch (precision) {
      case FP32 -> cublas.CUBLAS_COMPUTE_32F;
      // Gram matrices go beyond float16's range.
      case TF32, FP16 -> cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
    };
  }

  @Override
  public GpuConvolution convolution(ConvolutionShape shape) {
    enterUnrecorded();
    return new CudnnConvolution(this, dnn, shape, precision);
  }

  @Override
  public double milliseconds(Runnable work) {
    enterUnrecorded();
    driver(cudart.cuEventRecord(begin, stream), "measuring");
    work.run();
    driver(cudart.cuEventRecord(end, stream), "measuring");
    driver(cudart.cuEventSynchronize(end), "measuring");
    float[] milliseconds = new float[1];
    driver(cudart.cuEventElapsedTime(milliseconds, begin, end), "measuring");
    return milliseconds[0];
  }

  @Override
  public Optional<Recording> record(Runnable work) {
    enterUnrecorded();
    // The libraries may load a kernel while their work is recorded.
    driver(cudart.cuStreamBeginCapture(stream, cudart.CU_STREAM_CAPTURE_MODE_RELAXED), "recording");
    CUgraph_st graph = new CUgraph_st();
    boolean whole = false;
    try {
      recording = true;
      work.run();
      whole = true;
    } catch (NotRecordableException | GpuFailedException | UnsupportedOperationException e) {
      // A library that can't be recorded fails only now; the caller does the work as it is.
    } finally {
      recording = false;
      whole &= cudart.cuStreamEndCapture(stream, graph) == 0;
      if (!whole && !graph.isNull()) {
        cudart.cuGraphDestroy(graph);
      }
    }
    return whole ? executable(graph) : Optional.empty();
  }

  private Optional<Recording> executable(CUgraph_st graph) {
    CUgraphExec_st executable = new CUgraphExec_st();
    int status = cudart.cuGraphInstantiate(executable, graph, 0);
    cudart.cuGraphDestroy(graph);
    return status == 0 ? Optional.of(new GraphRecording(executable)) : Optional.empty();
  }

  private final class GraphRecording implements Recording {
    private final CUgraphExec_st executable;

    GraphRecording(CUgraphExec_st executable) {
      this.executable = executable;
    }

    @Override
    public void replay() {
      enter();
      driver(cudart.cuGraphLaunch(executable, stream), "replaying");
    }

    @Override
    public void close() {
      cudart.cuCtxSetCurrent(context);
      cudart.cuGraphExecDestroy(executable);
    }
  }

  /** Frees what there is, whatever state the GPU is in: the last reference takes the context. */
  @Override
  public void close() {
    cudart.cuCtxSetCurrent(context);
    cudart.cuStreamSynchronize(stream);
    if (!dnn.isNull()) {
      cudnn.cudnnDestroy(dnn);
    }
    if (!blas.isNull()) {
      cublas.cublasDestroy_v2(blas);
    }
    if (blasWorkspace != 0) {
      cudart.cuMemFree(blasWorkspace);
    }
    if (!module.isNull()) {
      cudart.cuModuleUnload(module);
    }
    hostBuffers.forEach(cudart::cuMemFreeHost);
    for (CUevent_st event : List.of(end, begin)) {
      if (!event.isNull()) {
        cudart.cuEventDestroy(event);
      }
    }
    if (!stream.isNull()) {
      cudart.cuStreamDestroy(stream);
    }
    cudart.cuDevicePrimaryCtxRelease(device);
    for (Pointer pointer : List.of(slots, addresses, alpha, beta)) {
      pointer.close();
    }
  }
}
