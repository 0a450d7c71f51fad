package org.stylestream.compute.store;

import java.net.URI;

/**
 * A published file.
 *
 * @param uri where it is, http or https
 * @param bytes its size
 * @param md5 of its content, 32 lower-case hexadecimal digits
 */
public record RemoteFile(URI uri, long bytes, String md5) {
  /**
   * Keras' VGG19 without its top, release v0.1 of fchollet/deep-learning-models; size and checksum
   * are those of the file there, the checksum as in keras/applications/vgg19.py.
   */
  public static final RemoteFile VGG19 =
      new RemoteFile(
          URI.create(
              "https://github.com/fchollet/deep-learning-models/releases/download/v0.1/"
                  + "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"),
          80_134_624,
          "253f8cb515780f3b799900260a226db6");

  public RemoteFile {
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())
        || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "'%s' is no address to download from; it must begin with http:// or https://"
              .formatted(uri));
    }
  }

  /** The same file, published elsewhere. */
  public RemoteFile at(URI mirror) {
    return new RemoteFile(mirror, bytes, md5);
  }
}
