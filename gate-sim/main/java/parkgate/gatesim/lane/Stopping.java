package parkgate.gatesim.lane;

import java.io.IOException;

/** Closes the program, once: at the end of its input, or when it is told to stop, which is no failure either. */
final class Stopping implements Runnable {
    private final LaneProgram program;
    private boolean closed;

    Stopping(LaneProgram program) {
        this.program = program;
    }

    /** The input has ended. */
    synchronized void finished() throws IOException {
        if (!closed) {
            closed = true;
            program.close();
        }
    }

    /** A signal: the Java runtime would end with its number, as if something had gone wrong. */
    @Override
    public synchronized void run() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            program.close();
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            System.err.println("stopping: " + e.getMessage());
        }
    }
}
