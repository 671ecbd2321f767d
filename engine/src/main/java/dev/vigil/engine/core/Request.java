package dev.vigil.engine.core;

import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.Dimension;
import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;
import dev.vigil.config.ValueType;

import java.util.List;

/// What an operator asks for. Validated by the core when it is applied, in the cluster's one order; the answer is an
/// [Action.Reply]. Whether the user may ask for it was checked before.
///
/// An empty system means: not given.
public sealed interface Request {

    /// Where a group shall go online or offline.
    ///
    /// @param system its name; "" for `-any`
    record Target(String system) {
        /// Wherever it may.
        public static final Target ANY = new Target("");

        /// Whether the choice is left to the engine.
        public boolean any() {
            return system.isEmpty();
        }
    }

    /// `hagrp -online [-force] [-nopre] [-propagate] GROUP -sys S | -any [-checkpartial S]`.
    ///
    /// @param checkPartial start only if the group is not PARTIAL on that system; "" if not given
    record GroupOnline(
            String group,
            Target target,
            boolean force,
            boolean nopre,
            boolean propagate,
            String checkPartial)
            implements Request {}

    /// `hagrp -offline [-force] [-ifprobed] [-propagate] GROUP -sys S | -any`.
    record GroupOffline(
            String group, Target target, boolean force, boolean ifProbed, boolean propagate)
            implements Request {}

    /// `hagrp -switch GROUP -to S | -any [-nopre]`.
    record GroupSwitch(String group, Target target, boolean nopre) implements Request {}

    /// `hagrp -migrate GROUP -to S | -any`.
    record GroupMigrate(String group, Target target) implements Request {}

    /// `hagrp -freeze GROUP [-persistent]`.
    record GroupFreeze(String group, boolean persistent) implements Request {}

    /// `hagrp -unfreeze GROUP [-persistent]`.
    record GroupUnfreeze(String group, boolean persistent) implements Request {}

    /// `hagrp -enable|-disable GROUP [-sys S]`.
    record GroupEnable(String group, String system, boolean enabled) implements Request {}

    /// `hagrp -enableresources|-disableresources GROUP`.
    record GroupEnableResources(String group, boolean enabled) implements Request {}

    /// `hagrp -autoenable GROUP -sys S`.
    record GroupAutoEnable(String group, String system) implements Request {}

    /// `hagrp -clear GROUP [-sys S]`.
    record GroupClear(String group, String system) implements Request {}

    /// `hagrp -clearadminwait [-fault] GROUP -sys S`.
    record GroupClearAdminWait(String group, String system, boolean fault) implements Request {}

    /// `hagrp -flush [-force] GROUP -sys S`.
    record GroupFlush(String group, String system, boolean force) implements Request {}

    /// `hares -online [-force] RES -sys S`.
    record ResourceOnline(String resource, String system, boolean force) implements Request {}

    /// `hares -offline [-ignoreparent | -parentprop] RES -sys S`, `hares -offprop [-ignoreparent] RES -sys S`.
    ///
    /// @param parents whether its parents go offline first
    /// @param children whether its children go offline after it
    record ResourceOffline(
            String resource, String system, boolean ignoreParent, boolean parents, boolean children)
            implements Request {}

    /// `hares -clear RES [-sys S]`.
    record ResourceClear(String resource, String system) implements Request {}

    /// `hares -probe RES -sys S`.
    record ResourceProbe(String resource, String system) implements Request {}

    /// `hares -action RES TOKEN [-actionargs ...] -sys S`; answered when the action is over.
    record ResourceAction(String resource, String token, List<String> arguments, String system)
            implements Request {
        /// Copies what it is given.
        public ResourceAction {
            arguments = List.copyOf(arguments);
        }
    }

    /// `hasys -freeze [-persistent] [-evacuate] S`.
    record SystemFreeze(String system, boolean persistent, boolean evacuate) implements Request {}

    /// `hasys -unfreeze [-persistent] S`.
    record SystemUnfreeze(String system, boolean persistent) implements Request {}

    /// `hasys -force S`.
    record SystemForce(String system) implements Request {}

    /// `hasys -load S VALUE`.
    record SystemLoad(String system, int load) implements Request {}

    /// `hastop -local | -sys S ... | -all [-force] [-evacuate] [-noautodisable]`.
    ///
    /// @param systems the systems to stop, the local one by its name; not looked at with `all`
    record Stop(
            List<String> systems,
            boolean all,
            boolean force,
            boolean evacuate,
            boolean noAutoDisable)
            implements Request {
        /// Copies what it is given.
        public Stop {
            systems = List.copyOf(systems);
        }
    }

    /// `haconf -makerw`.
    record OpenConfiguration() implements Request {}

    /// `haconf -dump [-makero]`.
    record DumpConfiguration(boolean makeReadOnly) implements Request {}

    /// A change of the configuration; needs it open for writing (but for what is temporary).
    sealed interface Change extends Request {}

    /// `hagrp -add GROUP`.
    record AddGroup(String group) implements Change {}

    /// `hagrp -delete GROUP`.
    record DeleteGroup(String group) implements Change {}

    /// `hares -add RES TYPE GROUP`.
    record AddResource(String resource, String type, String group) implements Change {}

    /// `hares -delete [-force] RES`.
    record DeleteResource(String resource, boolean force) implements Change {}

    /// `hasys -add S`.
    record AddSystem(String system) implements Change {}

    /// `hasys -delete S`.
    record DeleteSystem(String system) implements Change {}

    /// `hatype -add TYPE`.
    record AddType(String type) implements Change {}

    /// `hatype -delete TYPE`.
    record DeleteType(String type) implements Change {}

    /// `haattr -add [-static | -temp] TYPE ATTRIBUTE ...`.
    ///
    /// @param defaults the words of the default value; none for the empty value
    record AddAttribute(
            String type,
            String attribute,
            ValueType valueType,
            Dimension dimension,
            Kind kind,
            List<String> defaults)
            implements Change {
        /// Copies what it is given.
        public AddAttribute {
            defaults = List.copyOf(defaults);
        }
    }

    /// `haattr -default TYPE ATTRIBUTE VALUE ...`.
    record SetDefault(String type, String attribute, List<String> defaults) implements Change {
        /// Copies what it is given.
        public SetDefault {
            defaults = List.copyOf(defaults);
        }
    }

    /// `haattr -delete [-static | -temp] TYPE ATTRIBUTE`.
    record DeleteAttribute(String type, String attribute) implements Change {}

    /// `hares -link PARENT CHILD`.
    record LinkResources(String parent, String child) implements Change {}

    /// `hares -unlink PARENT CHILD`.
    record UnlinkResources(String parent, String child) implements Change {}

    /// `hagrp -link PARENT CHILD online|offline local|global|remote|site [soft|firm|hard]`.
    record LinkGroups(
            String parent, String child, Category category, Location location, Rigidity rigidity)
            implements Change {}

    /// `hagrp -unlink PARENT CHILD`.
    record UnlinkGroups(String parent, String child) implements Change {}

    /// What kind of object an attribute belongs to.
    enum ObjectKind {
        /// The cluster itself; its name is not looked at.
        CLUSTER,
        /// A system.
        SYSTEM,
        /// A group.
        GROUP,
        /// A resource.
        RESOURCE,
        /// A resource type; its static attributes.
        TYPE,
        /// A global cluster heartbeat.
        HEARTBEAT
    }

    /// How `-modify` changes a value.
    enum Edit {
        /// The words are the new value.
        REPLACE,
        /// `-add`: append elements, or keys (with values).
        ADD,
        /// `-update`: change values of existing keys.
        UPDATE,
        /// `-delete KEY ...`: remove them.
        DELETE,
        /// `-delete -keys`: remove all.
        DELETE_ALL
    }

    /// `-modify OBJECT ATTRIBUTE ... [-sys S]`.
    record Modify(
            ObjectKind kind,
            String object,
            String attribute,
            Edit edit,
            List<String> words,
            String system)
            implements Change {
        /// Copies what it is given.
        public Modify {
            words = List.copyOf(words);
        }
    }

    /// `-local OBJECT ATTRIBUTE`: one value per system, each the global one to begin with.
    record Localize(ObjectKind kind, String object, String attribute) implements Change {}

    /// `-global OBJECT ATTRIBUTE VALUE ...`: one value for all systems.
    record Globalize(ObjectKind kind, String object, String attribute, List<String> words)
            implements Change {
        /// Copies what it is given.
        public Globalize {
            words = List.copyOf(words);
        }
    }

    /// `hares -override RES ATTRIBUTE`.
    record Override(String resource, String attribute) implements Change {}

    /// `hares -undo_override RES ATTRIBUTE`.
    record UndoOverride(String resource, String attribute) implements Change {}

    /// Several changes, all or none of them.
    record Batch(List<Change> changes) implements Change {
        /// Copies what it is given.
        public Batch {
            changes = List.copyOf(changes);
        }
    }
}
