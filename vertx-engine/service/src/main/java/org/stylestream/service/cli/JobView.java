package org.stylestream.service.cli;

import org.stylestream.protocol.event.JobEvent;

/** Shows a job while it runs. */
interface JobView {
  /** An engine begins the job. */
  void begun(JobEvent.Accepted accepted);

  /** An iteration is done. */
  void show(JobEvent.Progress iteration);
}
