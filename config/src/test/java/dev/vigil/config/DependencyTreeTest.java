package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SequencedMap;

/// The comment that a dump writes behind a group, and that it stays short whatever the group looks like.
class DependencyTreeTest {
    @Test
    void aResourceWithSeveralParentsIsShownBelowEach() {
        Group group = links("app fs", "app ip", "ip nic", "fs dg", "log dg");
        assertEquals(
                """
                	// resource dependency tree
                	//
                	//	group g
                	//	{
                	//	T alone
                	//	T app
                	//	    {
                	//	    T fs
                	//	        {
                	//	        T dg
                	//	        }
                	//	    T ip
                	//	        {
                	//	        T nic
                	//	        }
                	//	    }
                	//	T log
                	//	    {
                	//	    T dg
                	//	    }
                	//	}
                """,
                DependencyTree.of(with(group, "alone")));
    }

    @Test
    void diamondsUponDiamondsAreCutShort() {
        Group group = Group.of("g", Attributes.NONE);
        for (int i = 0; i < 30; i++)
            for (String middle : List.of("left" + i, "right" + i)) {
                group = with(group, "top" + i, middle, "top" + (i + 1));
                group = group.withLink(new Link("top" + i, middle));
                group = group.withLink(new Link(middle, "top" + (i + 1)));
            }
        String tree = DependencyTree.of(group);
        assertTrue(tree.contains("...\n"), "it says that something is left out");
        assertTrue(tree.lines().count() < 20_000, () -> tree.lines().count() + " lines");
    }

    @Test
    void aChainOfFiveThousandResourcesIsReadVerifiedAndWritten() {
        StringBuilder text = new StringBuilder("type T ( )\ncluster c ( )\ngroup g ( )\n");
        for (int i = 0; i < 5000; i++) text.append("T r").append(i).append(" ( )\n");
        for (int i = 1; i < 5000; i++)
            text.append("r" + (i - 1)).append(" requires r").append(i).append('\n');
        Configuration read = ConfigurationReader.read(text.toString()).orThrow();
        assertEquals(5000, read.resources().size());
        SequencedMap<String, String> files = ConfigurationWriter.write(read);
        assertEquals(read, ConfigurationReader.read(files).orThrow());
        assertTrue(files.get("main.cf").contains("...\n"), "the tree is cut");

        text.append("r4999 requires r0\n");
        List<Diagnostic> found = ConfigurationReader.read(text.toString()).diagnostics();
        assertEquals(1, found.size());
        assertEquals(Umi.CYCLE, found.getFirst().umi());
    }

    private static Group links(String... pairs) {
        Group group = Group.of("g", Attributes.NONE);
        for (String pair : pairs) {
            String[] ends = pair.split(" ");
            group = with(group, ends).withLink(new Link(ends[0], ends[1]));
        }
        return group;
    }

    private static Group with(Group group, String... names) {
        Group larger = group;
        for (String name : names)
            larger = larger.withResource(new Resource(name, "T", "g", Attributes.NONE));
        return larger;
    }
}
