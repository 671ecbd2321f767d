package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;

/// `hacf` on a real directory.
class HacfTest {
    private static final String MAIN =
            """
            include "types.cf"

            cluster c (
            	)

            system a (
            	)

            group g (
            	SystemList = { a = 0 }
            	)

            	FileOnOff f (
            		PathName = "/tmp/f"
            		)



            	// resource dependency tree
            	//
            	//	group g
            	//	{
            	//	FileOnOff f
            	//	}


            """;
    private static final String TYPES =
            """
            type FileOnOff (
            	static str ArgList[] = { PathName }
            	str PathName
            )

            """;

    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("main.cf"), MAIN);
        Files.writeString(directory.resolve("types.cf"), TYPES);
    }

    @Test
    void verifyIsSilentWhenTheConfigurationIsLegal() {
        assertEquals(0, hacf("-verify", directory.toString()));
        assertEquals("", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void verifyNamesFileLineAndColumn() throws IOException {
        Files.writeString(
                directory.resolve("types.cf"), "type FileOnOff (\n\tstring PathName\n)\n");
        assertEquals(1, hacf("-verify", directory.toString()));
        assertEquals(
                "VCS ERROR V-16-1-10123 types.cf:2:2: unexpected 'string'. Expected: [static|temp]"
                        + " str|int|boolean|keylist and a name, or ')'\n",
                err.toString());
    }

    @Test
    void verifyShowsWarningsAndSucceeds() throws IOException {
        Files.writeString(directory.resolve("main.cf"), MAIN.replace("group g (", "Group g ("));
        assertEquals(0, hacf("-verify", directory.toString()));
        assertTrue(err.toString().startsWith("VCS WARNING V-16-1-17018 main.cf:9:1: "));
    }

    @Test
    void missingFilesAndDirectoriesAreNamed() throws IOException {
        Files.delete(directory.resolve("types.cf"));
        assertEquals(1, hacf("-verify", directory.toString()));
        assertEquals(
                "VCS ERROR V-16-1-10115 main.cf:1:9: Cannot open file: types.cf: no such file in "
                        + directory
                        + ". Put the file there, or correct its name\n",
                err.toString());
        err.reset();
        assertEquals(1, hacf("-verify", directory.resolve("nowhere").toString()));
        assertEquals(
                "VCS ERROR V-16-1-10115 Cannot open file: "
                        + directory.resolve("nowhere")
                        + ": it is not a directory\n",
                err.toString());
        err.reset();
        assertEquals(1, hacf("-cmdtocf", directory.toString()));
        assertEquals(
                "VCS ERROR V-16-1-10115 Cannot open file: "
                        + directory.resolve("main.cmd")
                        + ": no such file\n",
                err.toString());
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Files.write(
                directory.resolve("types.cf"),
                "// M\u00e4rz".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(1, hacf("-verify", directory.toString()));
        assertTrue(err.toString().contains("types.cf: it is not UTF-8 text"), err::toString);
    }

    @Test
    void commandsAndBackGiveTheSameFiles() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        assertEquals(
                0, hacf("-cftocmd", directory.toString(), "-dest", other.toString(), "-display"));
        String commands = Files.readString(other.resolve("main.cmd"));
        assertEquals(commands, out.toString());
        assertTrue(commands.contains("\nhares -modify f PathName \"/tmp/f\"\n"), commands);

        assertEquals(0, hacf("-cmdtocf", other.toString()), err::toString);
        assertEquals(MAIN, Files.readString(other.resolve("main.cf")));
        assertEquals(TYPES, Files.readString(other.resolve("types.cf")));
        assertFalse(Files.exists(directory.resolve("main.cmd")));
    }

    @Test
    void generateWritesTheCommandsBesideMainCf() {
        assertEquals(0, hacf("-generate", directory.toString()));
        assertTrue(Files.exists(directory.resolve("main.cmd")));
        assertEquals("", out.toString());
    }

    @Test
    void aReplacedFileIsKeptByDateAndAsPrevious() throws IOException {
        assertEquals(0, hacf("-cftocmd", directory.toString()));
        Files.writeString(directory.resolve("main.cf"), "// older\n");
        assertEquals(0, hacf("-cmdtocf", directory.toString()));
        Files.writeString(directory.resolve("main.cf"), "// newer\n");
        assertEquals(0, hacf("-cmdtocf", directory.toString()));

        assertEquals(MAIN, Files.readString(directory.resolve("main.cf")));
        assertEquals("// newer\n", Files.readString(directory.resolve("main.cf.previous")));
        assertEquals("// older\n", Files.readString(directory.resolve("main.cf.03Dec2001.175904")));
        assertEquals(
                "// newer\n", Files.readString(directory.resolve("main.cf.03Dec2001.175904.2")));
        assertFalse(Files.exists(directory.resolve("types.cf.previous")), "it has not changed");
        assertFalse(Files.exists(directory.resolve("main.cf.new")));
    }

    @Test
    void aBrokenListChangesNothing() throws IOException {
        Files.writeString(directory.resolve("main.cmd"), "hagrp -modify g Parallel 1\n");
        assertEquals(1, hacf("-cmdtocf", directory.toString()));
        assertTrue(err.toString().contains("main.cmd:1:15: group g does not exist"), err::toString);
        assertEquals(MAIN, Files.readString(directory.resolve("main.cf")));
    }

    @Test
    void wrongCommandLinesShowTheUsage() {
        assertMisuse("an option is missing");
        assertMisuse("unknown option -check", "-check", "x");
        assertMisuse("the configuration directory is missing", "-verify");
        assertMisuse("more than one configuration directory", "-verify", "a", "b");
        assertMisuse("a directory is missing after -dest", "-cftocmd", "a", "-dest");
        assertMisuse("unknown option -loud", "-cftocmd", "a", "-loud");
        assertMisuse(
                "-verify takes a configuration directory and nothing else",
                "-verify",
                "a",
                "-display");
        assertEquals(0, hacf("-help"));
        assertTrue(out.toString().startsWith("Usage:\nhacf -verify "));
    }

    private void assertMisuse(String message, String... words) {
        err.reset();
        assertEquals(2, hacf(words));
        assertTrue(
                err.toString().startsWith("VCS ERROR V-16-1-10101 hacf: " + message + "\nUsage:\n"),
                err::toString);
    }

    private int hacf(String... words) {
        Hacf hacf =
                new Hacf(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> LocalDateTime.of(2001, 12, 3, 17, 59, 4));
        return hacf.run(List.of(words));
    }
}
