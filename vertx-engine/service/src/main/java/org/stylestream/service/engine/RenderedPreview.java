package org.stylestream.service.engine;

import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.LossReport;

/** A look at a run, ready to be sent. */
record RenderedPreview(int iteration, LossReport loss, FrameReference frame, byte[] bytes) {}
