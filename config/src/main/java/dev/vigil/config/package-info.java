/// The configuration language of VCS (`main.cf`, `types.cf`, `main.cmd`) and the model it describes.
///
/// [dev.vigil.config.Configuration] is the model: a tree of immutable records that says what has been set, and answers
/// what an attribute holds once defaults are counted in. [dev.vigil.config.Schema] knows the attributes that the product
/// itself defines. [dev.vigil.config.ConfigurationReader] makes a model of texts or says, with file, line and column,
/// why not; [dev.vigil.config.Verifier] asks the same of a model that commands have changed;
/// [dev.vigil.config.ConfigurationWriter] prints the canonical form, and reading that again gives an equal model.
/// [dev.vigil.config.CommandListWriter] and [dev.vigil.config.CommandListReader] do the same with lists of commands, and
/// [dev.vigil.config.Hacf] is the command that lets people do all this by hand.
///
/// The package depends on nothing but the JDK, touches no file but those it is pointed at, and is what every other
/// module speaks about the cluster.
package dev.vigil.config;
