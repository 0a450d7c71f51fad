package org.stylestream.service.cli.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.store.StoreEnvironment;

/**
 * What a command sees of the process that it runs in.
 *
 * @param out for results
 * @param err for progress, notes and errors
 * @param terminal whether {@code err} is a terminal, on which a line can be overwritten
 * @param home the folder that the program was installed or checked out in, where it is known
 * @param store where networks are looked for
 * @param cancellation asked for by Ctrl-C
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Optional<Path> home,
    StoreEnvironment store,
    Cancellation cancellation) {}
