// The functions of CUDA's driver, cuBLAS and cuDNN that the device calls, done by the processor: so that the calls
// themselves, their order and their arguments are tested. DRIVER, BLAS or DNN says which library this becomes.
// What is wrong ends in a status that isn't success.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "loops.h"

#define API extern "C" __attribute__((visibility("default")))

// Work of the stream: done at once, or recorded.
API void enqueue(std::function<void()> work);

#ifdef DRIVER

#include <map>

#include "grid.h"

namespace {

typedef unsigned long long Address;
typedef std::vector<std::function<void()>> Graph;

const int INVALID = 1;
const int OUT_OF_MEMORY = 2;
const size_t MEMORY = size_t(2) << 30;

struct Function {
  std::string name;
};

struct Card {
  std::map<Address, size_t> blocks;
  size_t used;
};

const int CARDS = 2;
Card gpus[CARDS];
int current;
Graph* recorded;
int stream, module_, event;

bool inside(Address address, size_t bytes) {
  auto after = gpus[current].blocks.upper_bound(address);
  if (after == gpus[current].blocks.begin()) {
    return false;
  }
  --after;
  return address + bytes <= after->first + after->second;
}

}  // namespace

API void enqueue(std::function<void()> work) {
  if (recorded) {
    recorded->push_back(work);
  } else {
    work();
  }
}

API int cuInit(unsigned flags) { return flags == 0 ? 0 : INVALID; }

// NVRTC asks for it.
API int cuGetExportTable(const void**, const void*) { return INVALID; }

API int cuDriverGetVersion(int* version) {
  *version = 13000;
  return 0;
}

API int cuDeviceGetCount(int* count) {
  *count = CARDS;
  return 0;
}

API int cuDeviceGetAttribute(int* value, int attribute, int device) {
  *value = attribute == 75 ? 9 - device : 0;
  return device < CARDS && (attribute == 75 || attribute == 76) ? 0 : INVALID;
}

API int cuDeviceGetName(char* name, int length, int device) {
  snprintf(name, length, "The host");
  return device < CARDS ? 0 : INVALID;
}

API int cuDevicePrimaryCtxRetain(void** result, int device) {
  *result = &gpus[device];
  return device < CARDS ? 0 : INVALID;
}

API int cuDevicePrimaryCtxRelease_v2(int device) {
  Card& gpu = gpus[device];
  for (auto& block : gpu.blocks) {
    free((void*)block.first);
  }
  gpu.blocks.clear();
  gpu.used = 0;
  return device < CARDS ? 0 : INVALID;
}

API int cuCtxSetCurrent(void* context) {
  for (int i = 0; i < CARDS; i++) {
    if (context == &gpus[i]) {
      current = i;
      return 0;
    }
  }
  return INVALID;
}

API int cuMemGetInfo_v2(size_t* free, size_t* total) {
  *free = MEMORY - gpus[current].used;
  *total = MEMORY;
  return 0;
}

API int cuMemAlloc_v2(Address* address, size_t bytes) {
  if (recorded || bytes == 0) {
    return INVALID;
  }
  if (gpus[current].used + bytes > MEMORY) {
    return OUT_OF_MEMORY;
  }
  *address = (Address)aligned_alloc(256, (bytes + 255) / 256 * 256);
  memset((void*)*address, 0xff, bytes);
  gpus[current].blocks[*address] = bytes;
  gpus[current].used += bytes;
  return 0;
}

API int cuMemFree_v2(Address address) {
  auto block = gpus[current].blocks.find(address);
  if (recorded || block == gpus[current].blocks.end()) {
    return INVALID;
  }
  gpus[current].used -= block->second;
  gpus[current].blocks.erase(block);
  free((void*)address);
  return 0;
}

API int cuMemAllocHost_v2(void** pointer, size_t bytes) {
  *pointer = malloc(bytes);
  return 0;
}

API int cuMemFreeHost(void* pointer) {
  free(pointer);
  return 0;
}

API int cuStreamCreate(void** result, unsigned) {
  *result = &stream;
  return 0;
}

API int cuStreamDestroy_v2(void* which) { return which == &stream ? 0 : INVALID; }

API int cuStreamSynchronize(void* which) { return which == &stream && !recorded ? 0 : INVALID; }

API int cuMemcpyHtoDAsync_v2(Address target, const void* source, size_t bytes, void* which) {
  if (which != &stream || recorded || !inside(target, bytes)) {
    return INVALID;
  }
  memcpy((void*)target, source, bytes);
  return 0;
}

API int cuMemcpyDtoHAsync_v2(void* target, Address source, size_t bytes, void* which) {
  if (which != &stream || recorded || !inside(source, bytes)) {
    return INVALID;
  }
  memcpy(target, (void*)source, bytes);
  return 0;
}

API int cuMemcpyDtoDAsync_v2(Address target, Address source, size_t bytes, void* which) {
  if (which != &stream || !inside(source, bytes) || !inside(target, bytes)) {
    return INVALID;
  }
  enqueue([=] { memcpy((void*)target, (void*)source, bytes); });
  return 0;
}

API int cuMemsetD8Async(Address target, unsigned char value, size_t bytes, void* which) {
  if (which != &stream || !inside(target, bytes)) {
    return INVALID;
  }
  enqueue([=] { memset((void*)target, value, bytes); });
  return 0;
}

API int cuEventCreate(void** result, unsigned) {
  *result = &event;
  return 0;
}

API int cuEventDestroy_v2(void* which) { return which == &event ? 0 : INVALID; }

API int cuEventRecord(void* which, void* on) { return which == &event && on == &stream ? 0 : INVALID; }

API int cuEventSynchronize(void* which) { return which == &event ? 0 : INVALID; }

API int cuEventElapsedTime_v2(float* milliseconds, void* begin, void* end) {
  *milliseconds = 1;
  return begin == &event && end == &event ? 0 : INVALID;
}

API int cuModuleLoadData(void** result, const void* image) {
  *result = &module_;
  return memcmp(image, "\177ELF", 4) == 0 ? 0 : INVALID;
}

API int cuModuleUnload(void* which) { return which == &module_ ? 0 : INVALID; }

API int cuModuleGetFunction(void** result, void* which, const char* name) {
  *result = new Function{name};
  return which == &module_ ? 0 : INVALID;
}

API int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                       unsigned shared, void* which, void** arguments, void** extra) {
  if (which != &stream || gz != 1 || by != 1 || bz != 1 || shared != 0 || extra) {
    return INVALID;
  }
  std::function<void()> thread = find_kernel(((Function*)function)->name, arguments, -1);
  if (!thread) {
    return INVALID;
  }
  enqueue([=] { run_grid(thread, gx, gy, bx); });
  return 0;
}

API int cuStreamBeginCapture_v2(void* which, int) {
  if (which != &stream || recorded) {
    return INVALID;
  }
  recorded = new Graph;
  return 0;
}

API int cuStreamEndCapture(void* which, void** graph) {
  if (which != &stream || !recorded) {
    return INVALID;
  }
  *graph = recorded;
  recorded = nullptr;
  return 0;
}

API int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long flags) {
  *executable = new Graph(*(Graph*)graph);
  return flags == 0 ? 0 : INVALID;
}

API int cuGraphDestroy(void* graph) {
  delete (Graph*)graph;
  return 0;
}

API int cuGraphExecDestroy(void* executable) {
  delete (Graph*)executable;
  return 0;
}

API int cuGraphLaunch(void* executable, void* which) {
  if (which != &stream || recorded) {
    return INVALID;
  }
  for (auto& work : *(Graph*)executable) {
    work();
  }
  return 0;
}

API int cuGetErrorString(int status, const char** text) {
  *text = status == INVALID ? "invalid argument" : "another error";
  return 0;
}

#endif

#ifdef BLAS

namespace {
int handle;
const int FLOAT = 0;
const int INVALID = 7;
}  // namespace

API int cublasCreate_v2(void** result) {
  *result = &handle;
  return 0;
}

API int cublasDestroy_v2(void* which) { return which == &handle ? 0 : INVALID; }

API int cublasSetStream_v2(void* which, void* stream) { return which == &handle && stream ? 0 : INVALID; }

API int cublasSetWorkspace_v2(void* which, void* workspace, size_t bytes) {
  return which == &handle && workspace && bytes ? 0 : INVALID;
}

API int cublasGemmEx(void* which, int turn_a, int turn_b, int m, int n, int k, const void* alpha, const void* a,
                     int type_a, int lda, const void* b, int type_b, int ldb, const void* beta, void* c, int type_c,
                     int ldc, int compute, int algorithm) {
  bool types = type_a == FLOAT && type_b == FLOAT && type_c == FLOAT;
  bool sides = lda == m && ldb == (turn_b ? n : k) && ldc == m;
  // In float32 or TF32: Gram matrices are too large for float16.
  bool way = (compute == 68 || compute == 77) && algorithm == -1;
  if (which != &handle || turn_a != 0 || turn_b < 0 || turn_b > 1 || !types || !sides || !way) {
    return INVALID;
  }
  float factor = *(const float*)alpha;
  float keep = *(const float*)beta;
  enqueue([=] { multiply(m, n, k, a, b, turn_b == 1, factor, keep, c); });
  return 0;
}

#endif

#ifdef DNN

namespace {

const int BAD_PARAMETER = 2000;
const int NOT_SUPPORTED = 3000;
const int NHWC = 1;
const int FLOAT = 0;
const size_t WORKSPACE = 1000;

int handle;

struct Tensor {
  int n, c, h, w;
};

struct Filter {
  int k, c, h, w;
};

struct Convolution {
  bool plain;
  int math;
};

struct Activation {
  int mode;
};

struct Way {
  int algorithm;
  int status;
  float time;
  size_t memory;
  int determinism;
  int math;
  int reserved[3];
};

bool fits(const Tensor* x, const Filter* w, const Convolution* c, const Tensor* y) {
  return x->n == 1 && y->n == 1 && x->c == w->c && y->c == w->k && w->h == 3 && w->w == 3 && x->h == y->h &&
         x->w == y->w && c->plain;
}

template <class Descriptor>
int create(Descriptor** result) {
  *result = new Descriptor{};
  return 0;
}

template <class Descriptor>
int destroy(Descriptor* which) {
  delete which;
  return 0;
}

}  // namespace

API size_t cudnnGetCudartVersion() { return 13010; }

API int cudnnCreate(void** result) {
  *result = &handle;
  return 0;
}

API int cudnnDestroy(void* which) { return which == &handle ? 0 : BAD_PARAMETER; }

API int cudnnSetStream(void* which, void* stream) { return which == &handle && stream ? 0 : BAD_PARAMETER; }

API const char* cudnnGetErrorString(int status) { return status == NOT_SUPPORTED ? "not supported" : "bad parameter"; }

API int cudnnCreateTensorDescriptor(Tensor** result) { return create(result); }
API int cudnnDestroyTensorDescriptor(Tensor* which) { return destroy(which); }
API int cudnnCreateFilterDescriptor(Filter** result) { return create(result); }
API int cudnnDestroyFilterDescriptor(Filter* which) { return destroy(which); }
API int cudnnCreateConvolutionDescriptor(Convolution** result) { return create(result); }
API int cudnnDestroyConvolutionDescriptor(Convolution* which) { return destroy(which); }
API int cudnnCreateActivationDescriptor(Activation** result) { return create(result); }
API int cudnnDestroyActivationDescriptor(Activation* which) { return destroy(which); }

API int cudnnSetTensor4dDescriptor(Tensor* tensor, int format, int type, int n, int c, int h, int w) {
  *tensor = {n, c, h, w};
  return format == NHWC && type == FLOAT ? 0 : BAD_PARAMETER;
}

API int cudnnSetFilter4dDescriptor(Filter* filter, int type, int format, int k, int c, int h, int w) {
  *filter = {k, c, h, w};
  return format == NHWC && type == FLOAT ? 0 : BAD_PARAMETER;
}

API int cudnnSetConvolution2dDescriptor(Convolution* convolution, int pad_h, int pad_w, int u, int v, int dilation_h,
                                        int dilation_w, int mode, int type) {
  bool ones = pad_h == 1 && pad_w == 1 && u == 1 && v == 1 && dilation_h == 1 && dilation_w == 1;
  convolution->plain = ones && mode == 1 && type == FLOAT;
  return convolution->plain ? 0 : BAD_PARAMETER;
}

API int cudnnSetConvolutionMathType(Convolution* convolution, int math) {
  convolution->math = math;
  return math >= 0 && math <= 3 ? 0 : BAD_PARAMETER;
}

API int cudnnSetActivationDescriptor(Activation* activation, int mode, int, double ceiling) {
  activation->mode = mode;
  return mode == 1 && ceiling == 0 ? 0 : BAD_PARAMETER;
}

API int cudnnGetConvolutionForwardAlgorithmMaxCount(void* which, int* count) {
  *count = 8;
  return which == &handle ? 0 : BAD_PARAMETER;
}

// One that fails, one that isn't supported after all, and one that works.
API int cudnnGetConvolutionForwardAlgorithm_v7(void* which, const Tensor* x, const Filter* w, const Convolution* c,
                                               const Tensor* y, int asked, int* count, Way* ways) {
  if (which != &handle || !fits(x, w, c, y) || asked < 3) {
    return BAD_PARAMETER;
  }
  ways[0] = {7, NOT_SUPPORTED, -1, 0, 0, 0, {}};
  ways[1] = {6, 0, 1, WORKSPACE, 1, c->math, {}};
  ways[2] = {1, 0, 2, WORKSPACE, 1, 3, {}};
  *count = 3;
  return 0;
}

API int cudnnConvolutionForward(void* which, const void* alpha, const Tensor* xd, const void* x, const Filter* wd,
                                const void* w, const Convolution* cd, int algorithm, void* workspace, size_t bytes,
                                const void* beta, const Tensor* yd, void* y) {
  if (algorithm == 6) {
    return NOT_SUPPORTED;
  }
  if (which != &handle || !fits(xd, wd, cd, yd) || algorithm != 1 || !workspace || bytes != WORKSPACE ||
      cd->math != 3 || *(const float*)alpha != 1 || *(const float*)beta != 0) {
    return BAD_PARAMETER;
  }
  Tensor in = *xd;
  int outputs = yd->c;
  enqueue([=] { convolve_by_loops(in.h, in.w, in.c, outputs, x, w, nullptr, false, y); });
  return 0;
}

API int cudnnConvolutionBiasActivationForward(void* which, const void* alpha1, const Tensor* xd, const void* x,
                                              const Filter* wd, const void* w, const Convolution* cd, int algorithm,
                                              void* workspace, size_t bytes, const void* alpha2, const Tensor* zd,
                                              const void* z, const Tensor* bd, const void* b, const Activation* ad,
                                              const Tensor* yd, void* y) {
  // Some ways can't be fused.
  if (algorithm == 6 || xd->c == yd->c) {
    return NOT_SUPPORTED;
  }
  bool bias = bd->n == 1 && bd->c == yd->c && bd->h == 1 && bd->w == 1;
  if (which != &handle || !fits(xd, wd, cd, yd) || zd != yd || !z || !bias || ad->mode != 1 || algorithm != 1 ||
      !workspace || bytes != WORKSPACE || cd->math != 3 || *(const float*)alpha1 != 1 || *(const float*)alpha2 != 0) {
    return BAD_PARAMETER;
  }
  Tensor in = *xd;
  int outputs = yd->c;
  enqueue([=] { convolve_by_loops(in.h, in.w, in.c, outputs, x, w, b, true, y); });
  return 0;
}

#endif
