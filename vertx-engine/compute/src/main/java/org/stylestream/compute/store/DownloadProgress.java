package org.stylestream.compute.store;

/** Follows a download; called on the thread that asked for it. */
@FunctionalInterface
public interface DownloadProgress {
  /** Of a download that nobody watches. */
  DownloadProgress NONE = (bytes, total) -> {};

  /**
   * @param bytes that are there, those of an earlier attempt included
   * @param total bytes of the whole file
   */
  void progress(long bytes, long total);
}
