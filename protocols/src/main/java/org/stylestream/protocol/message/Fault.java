package org.stylestream.protocol.message;

import java.util.Optional;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Text;

/**
 * What is wrong with a message or a job.
 *
 * @param code for programs
 * @param message one sentence for people, cut where it is longer than a text may be
 * @param field the path of the field at fault, where it is one
 */
@Meaning("What is wrong with a message or a job.")
public record Fault(
    @Meaning("What kind of fault, for programs.") Code code,
    @Meaning("One sentence that says what is wrong and what would be right.") String message,
    @Meaning("Path of the field at fault, where it is one.") Optional<String> field) {
  /** Kinds of faults. */
  public enum Code {
    /** The message isn't as the protocol says. */
    @Meaning("The message isn't as the protocol says.")
    INVALID,
    /** The engine can't do this kind of job, or lacks the network or preset. */
    @Meaning("The engine can't do this kind of job, or lacks the network or preset.")
    UNSUPPORTED,
    /** The job doesn't fit into the device's memory. */
    @Meaning("The job doesn't fit into the device's memory.")
    TOO_LARGE,
    /** There is no such job here. */
    @Meaning("There is no such job here.")
    UNKNOWN_JOB,
    /** Another request goes by the same job id. */
    @Meaning("Another request goes by the same job id.")
    CONFLICT,
    /** An upload is damaged or isn't what was described. */
    @Meaning("An upload is damaged or isn't what was described.")
    DAMAGED,
    /** The engine's disk is full or can't be written. */
    @Meaning("The engine's disk is full or can't be written.")
    STORAGE,
    /** A checkpoint can't be used. */
    @Meaning("A checkpoint can't be used.")
    CHECKPOINT,
    /** The client's lease expired, and its job was to end with it. */
    @Meaning("The client's lease expired, and its job was to end with it.")
    LEASE_EXPIRED,
    /** The device failed. */
    @Meaning("The device failed.")
    DEVICE,
    /** The engine is going away. */
    @Meaning("The engine is going away.")
    DRAINING,
    /** No engine is there, answers or has room in time; clients tell themselves so. */
    @Meaning("No engine is there, answers or has room in time; clients tell themselves so.")
    UNAVAILABLE,
    /** Something that should not happen. */
    @Meaning("Something that should not happen.")
    INTERNAL
  }

  public Fault {
    // Whatever went wrong must not be lost because somebody told it at length.
    if (message.codePointCount(0, message.length()) > Text.LONGEST) {
      message = message.substring(0, message.offsetByCodePoints(0, Text.LONGEST - 1)) + "…";
    }
  }

  /** A fault of no single field. */
  public static Fault of(Code code, String message) {
    return new Fault(code, message, Optional.empty());
  }
}
