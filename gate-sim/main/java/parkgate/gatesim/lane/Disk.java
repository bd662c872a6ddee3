package parkgate.gatesim.lane;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.function.Consumer;
import parkgate.core.code.Signatures;
import parkgate.gatesim.lane.journal.DeviceSeq;
import parkgate.gatesim.lane.journal.Journal;
import parkgate.gatesim.lane.journal.LaneMemory;
import parkgate.gatesim.lane.journal.LaneState;
import parkgate.gatesim.lane.journal.PackStore;
import parkgate.gatesim.lane.line.LaneClock;
import parkgate.gatesim.lane.offline.PackReader;

/** A lane's folder, opened: one program at a time has it. */
public record Disk(
        Path folder,
        FileChannel lock,
        Journal journal,
        LaneMemory memory,
        PackStore packs,
        DeviceSeq seq,
        LaneState state,
        LaneClock clock)
        implements AutoCloseable {

    /**
     * Opens a folder, made where there is none.
     *
     * <p>Its journal holds codes, and a paper's code can be shown again: nobody else may look in.
     *
     * @param laneId that the pack must be for; empty to take the first one's
     * @throws IOException also where another program has it
     */
    public static Disk open(
            Path folder, String laneId, Signatures signatures, InstantSource own, Consumer<String> complaints)
            throws IOException {
        Files.createDirectories(folder);
        ownersAlone(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IOException(folder + ": another lane program has this folder");
        }
        Journal journal = Journal.open(folder.resolve("journal.log"));
        if (journal.damaged() > 0) {
            complaints.accept(journal.damaged() + " lines of the journal cannot be read: is the disk failing?");
        }
        LaneState state = LaneState.open(folder.resolve("state.json"), journal, complaints);
        return new Disk(
                folder,
                lock,
                journal,
                LaneMemory.open(folder.resolve("memory.log")),
                PackStore.open(folder, new PackReader(signatures), laneId, complaints),
                DeviceSeq.open(
                        folder.resolve("deviceSeq"),
                        journal.lastSeq(),
                        // More than one scan a second since 1970 has no lane.
                        () -> own.instant().getEpochSecond(),
                        complaints),
                state,
                new LaneClock(own, state.offset()));
    }

    private static void ownersAlone(Path folder) throws IOException {
        PosixFileAttributeView modes = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (modes != null) {
            modes.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            FileLock held = lock.tryLock();
            return held != null;
        } catch (OverlappingFileLockException inThisProgram) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        memory.close();
        lock.close();
    }
}
