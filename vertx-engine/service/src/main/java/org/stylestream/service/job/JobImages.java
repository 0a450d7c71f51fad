package org.stylestream.service.job;

import java.io.IOException;

/** The uploads that a job needs. */
@FunctionalInterface
public interface JobImages {
  /** The bytes of an upload, by their SHA-256. */
  byte[] read(String sha256) throws IOException;
}
