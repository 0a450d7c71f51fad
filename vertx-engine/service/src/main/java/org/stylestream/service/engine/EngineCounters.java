package org.stylestream.service.engine;

/**
 * What an engine has done since it began.
 *
 * @param submitted jobs taken
 * @param begun times that a job began to run, again after a restart too
 * @param stopped times that a job stopped running, in whatever way
 * @param completed jobs
 * @param failed jobs
 * @param cancelled jobs
 * @param refused requests
 * @param busy answers
 * @param malformed messages that were no messages of the protocol
 * @param grants of credit that came by themselves, not in renewals
 * @param iterations of all jobs
 * @param iterationSeconds that all iterations took together
 * @param waitSeconds that all jobs waited together, before they began
 * @param runSeconds that all jobs ran together, until they stopped
 * @param frames sent that were kept ones, results or checkpoints
 * @param frameBytes of those
 * @param previews sent
 * @param previewsSkipped iterations that no preview showed though previews were asked for
 * @param previewBytes of previews
 * @param resent times that sending went back to what a client had consumed
 * @param leasesExpired leases that weren't renewed in time
 */
public record EngineCounters(
    long submitted,
    long begun,
    long stopped,
    long completed,
    long failed,
    long cancelled,
    long refused,
    long busy,
    long malformed,
    long grants,
    long iterations,
    double iterationSeconds,
    double waitSeconds,
    double runSeconds,
    long frames,
    long frameBytes,
    long previews,
    long previewsSkipped,
    long previewBytes,
    long resent,
    long leasesExpired) {}
