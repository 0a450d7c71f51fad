package org.stylestream.compute.run;

import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;

/** What the stages of a run share. */
record RunContext(
    Device device,
    Plan plan,
    RunListener listener,
    Checkpointing checkpointing,
    Cancellation cancellation) {}
