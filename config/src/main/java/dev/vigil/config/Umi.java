package dev.vigil.config;

/// The unique message identifiers of this package.
///
/// 10115 and 10123 are those of the product that is modelled; the rest of its identifiers are not published, so the
/// others are our own, in a range of their own.
final class Umi {
    static final String CANNOT_OPEN = "V-16-1-10115";
    static final String SYNTAX = "V-16-1-10123";
    static final String CLUSTER_CLAUSE = "V-16-1-17001";
    static final String EXISTS = "V-16-1-17002";
    static final String NOT_DEFINED = "V-16-1-17003";
    static final String ATTRIBUTE_NOT_DEFINED = "V-16-1-17004";
    static final String DIMENSION = "V-16-1-17005";
    static final String INVALID_VALUE = "V-16-1-17006";
    static final String NOT_IN_SYSTEM_LIST = "V-16-1-17007";
    static final String DUPLICATE_KEY = "V-16-1-17008";
    static final String LINK = "V-16-1-17009";
    static final String CYCLE = "V-16-1-17010";
    static final String GROUP_DEPENDENCY = "V-16-1-17011";
    static final String ILLEGAL_NAME = "V-16-1-17012";
    static final String ARG_LIST = "V-16-1-17013";
    static final String NOT_LOCAL = "V-16-1-17014";
    static final String NOT_SETTABLE = "V-16-1-17015";
    static final String ASSIGNED_TWICE = "V-16-1-17016";
    static final String CONFLICT = "V-16-1-17017";
    static final String SPELLING = "V-16-1-17018";
    static final String TOO_MANY = "V-16-1-17019";
    static final String COMMAND = "V-16-1-17020";

    /// Told to operators who set such an attribute, too.
    static final String NOT_ACTED_UPON = "V-16-1-17021";

    private Umi() {}
}
