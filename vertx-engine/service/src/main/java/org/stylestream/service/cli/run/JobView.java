package org.stylestream.service.cli.run;

import org.stylestream.protocol.event.JobEvent;

/** Shows a job while it runs. */
public interface JobView {
  /** An engine begins the job. */
  void begun(JobEvent.Accepted accepted);

  /** An iteration is done. */
  void show(JobEvent.Progress iteration);
}
