package caravan.sandbox.pachyderm;

import io.grpc.stub.ServerCallStreamObserver;

/** A stream of answers that waits for its reader. */
final class Outflow<T> {

    /** The client has gone away; nothing is left to do. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ServerCallStreamObserver<T> answer;
    private final Object change = new Object();

    /** To be made on the call's own thread. */
    Outflow(ServerCallStreamObserver<T> answer) {
        this.answer = answer;
        answer.setOnReadyHandler(this::wake);
        answer.setOnCancelHandler(this::wake);
    }

    private void wake() {
        synchronized (change) {
            change.notifyAll();
        }
    }

    /**
     * Waits until the client wants more, and sends.
     *
     * @throws Gone if it is not there any more
     */
    void send(T message) throws InterruptedException {
        synchronized (change) {
            while (!answer.isReady() && !answer.isCancelled()) {
                change.wait();
            }
        }
        if (answer.isCancelled()) {
            throw new Gone();
        }
        answer.onNext(message);
    }
}
