/**
 * Asks engines on an event bus for pictures.
 *
 * <pre>{@code
 * StyleStreamClient client = StyleStreamClient.create(vertx, ClientOptions.of("me")).await();
 * JobSubmission job =
 *     new JobSubmission(
 *         "job-1", Priority.NORMAL, request, Delivery.RESULT_ONLY, images, Optional.empty(), FAIL);
 * JobHandle handle =
 *     client.submit(job, (sequence, event, frame) -> System.out.println(event)).await();
 * Frame picture = handle.ending().await().result().orElseThrow();
 * client.close().await();
 * }</pre>
 *
 * <p>A client has one address on the bus and one context, an event loop, where all its state is;
 * listeners are called on worker threads. What comes for a job goes through a {@code ReliableLane},
 * which puts it in order, and an {@code Inbox}, which hands it to the listener; a {@code
 * CreditWindow} counts what has been consumed and tells how much more may come. {@code Leases}
 * notices lost engines and {@code Placement} finds others.
 */
package org.stylestream.service.client;
