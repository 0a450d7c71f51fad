package org.stylestream.protocol.message;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * What an engine is and how busy. Engines publish it every few seconds and when it changes.
 *
 * @param host name for people
 * @param slots jobs that run at the same time, one a device
 * @param ttlMillis after which an engine that has said nothing more is gone
 */
@Meaning("What an engine is and how busy; published every few seconds and when it changes.")
public record EngineAnnouncement(
    @Meaning("The protocol's version.") @Range(min = 1, max = 1000) int version,
    @Meaning("The engine: its private address is stylestream.engine.<id>.")
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String engineId,
    @Meaning("The program's version.") String program,
    @Meaning("The host's name, for people.") String host,
    @Meaning("Its devices, one job at a time each.") @Count(min = 1, max = 64)
        List<DeviceFacts> devices,
    @Meaning("Networks that it has.")
        @Count(min = 0, max = 256)
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        List<String> networks,
    @Meaning("Presets that it has.")
        @Count(min = 0, max = 256)
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        List<String> presets,
    @Meaning("Kinds of jobs that it does, as style-transfer.")
        @Count(min = 0, max = 64)
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        List<String> kinds,
    @Meaning("Jobs that can run at the same time.") @Range(min = 1, max = 1024) int slots,
    @Meaning("Jobs that run.") @Range(min = 0, max = 1024) int running,
    @Meaning("Jobs that wait.") @Range(min = 0, max = 1e9) int queued,
    @Meaning("Jobs that can wait.") @Range(min = 1, max = 1e9) int queueLimit,
    @Meaning("Memory that a job may take, in bytes.") @Range(min = 0, max = 9e15) long memoryBytes,
    @Meaning("Whether it takes no more jobs because it is going away.") boolean draining,
    @Meaning("After so many milliseconds without another announcement it is gone.")
        @Range(min = 1, max = 3.6e6)
        int ttlMillis,
    @Meaning("Where it serves HTTP, where it does, as http://127.0.0.1:8080.")
        Optional<String> http) {
  public EngineAnnouncement {
    devices = List.copyOf(devices);
    networks = List.copyOf(networks);
    presets = List.copyOf(presets);
    kinds = List.copyOf(kinds);
  }
}
