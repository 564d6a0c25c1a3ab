import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../support/synth";
import { output, runs } from "./run";
import { Missing } from "./suite";

/** The Groovy that Jenkins runs scripts with. */
const GROOVY = "2.4.21";

const itemSchema = z.object({
  kind: z.string(),
  name: z.string(),
  /** What is written into its XML: clouds of folders, and fields of the plugin of GitLab. */
  settings: z.array(z.string()),
  /** What its repository is told to be, in order. */
  source: z.array(z.string()),
  /** The pipeline, where it stands in the job. */
  script: z.string(),
});

/** What a script of Job DSL asks for. */
export type AskedItem = z.infer<typeof itemSchema>;

/** What stands in for Job DSL, as far as our scripts use it: it writes down what it is asked for. */
const RECORDER = `
class Asked {
  String kind; String name; List settings = []; List source = []; String script = ''
  void description(String text) {}
  void configure(Closure closure) { closure.delegate = new Recorder(asked: this); closure.resolveStrategy = Closure.DELEGATE_FIRST; closure(new Step()) }
  void properties(Closure closure) { run(closure) }
  void definition(Closure closure) { run(closure) }
  void cps(Closure closure) { run(closure) }
  void cpsScm(Closure closure) { run(closure) }
  void scm(Closure closure) { run(closure) }
  void git(Closure closure) { run(closure) }
  void remote(Closure closure) { run(closure) }
  void url(String text) { source << text }
  void credentials(String text) { source << text }
  void branch(String text) { source << text }
  void scriptPath(String text) { source << text }
  void lightweight(boolean yes) { assert yes }
  void script(String text) { script = text }
  void sandbox(boolean yes) { assert yes }
  void disableConcurrentBuilds() {}
  private void run(Closure closure) { closure.delegate = this; closure.resolveStrategy = Closure.DELEGATE_FIRST; closure() }
}
class Step { def div(other) { this } }
class Recorder {
  Asked asked
  def invokeMethod(String name, args) {
    def last = args[-1]
    if (last instanceof Closure) { last.delegate = this; last.resolveStrategy = Closure.DELEGATE_FIRST; last() }
    else asked.settings << (name == 'string' ? last : "\${name}=\${last}".toString())
    return name
  }
}
def items = []
def ask = { String kind, String name, Closure closure ->
  def asked = new Asked(kind: kind, name: name)
  closure.delegate = asked; closure.resolveStrategy = Closure.DELEGATE_FIRST; closure()
  items << asked
}
def binding = new Binding(
  folder: { String name, Closure closure -> ask('folder', name, closure) },
  pipelineJob: { String name, Closure closure -> ask('pipelineJob', name, closure) },
)
new GroovyShell(this.class.classLoader, binding).evaluate(new File(args[0]))
println groovy.json.JsonOutput.toJson(items.collect { [kind: it.kind, name: it.name, settings: it.settings, source: it.source, script: it.script] })
`;

/** What stands in for Jenkins and its plugins, as far as our scripts use them. */
const STUBS: Readonly<Record<string, string>> = {
  "com/cloudbees/plugins/credentials/CredentialsScope.groovy":
    "package com.cloudbees.plugins.credentials\nenum CredentialsScope { GLOBAL, SYSTEM }",
  "com/cloudbees/plugins/credentials/common/IdCredentials.groovy":
    "package com.cloudbees.plugins.credentials.common\ninterface IdCredentials { String getId() }",
  "com/cloudbees/plugins/credentials/domains/Domain.groovy":
    "package com.cloudbees.plugins.credentials.domains\nclass Domain { private static final Domain ALL = new Domain(); static Domain global() { ALL } }",
  "com/cloudbees/plugins/credentials/domains/DomainCredentials.groovy":
    "package com.cloudbees.plugins.credentials.domains\nclass DomainCredentials { Domain domain; List all; DomainCredentials(Domain domain, List all) { this.domain = domain; this.all = all } }",
  "com/cloudbees/plugins/credentials/impl/UsernamePasswordCredentialsImpl.groovy": `package com.cloudbees.plugins.credentials.impl
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.common.IdCredentials
class UsernamePasswordCredentialsImpl implements IdCredentials {
  String id; String said
  UsernamePasswordCredentialsImpl(CredentialsScope scope, String id, String description, String username, String password) { this.id = id; said = [id, username, password].join(' ') }
}`,
  "com/cloudbees/hudson/plugins/folder/properties/FolderCredentialsProvider.groovy": `package com.cloudbees.hudson.plugins.folder.properties
import com.cloudbees.plugins.credentials.domains.DomainCredentials
class FolderCredentialsProvider {
  static class FolderCredentialsProperty {
    Map domainCredentialsMap
    FolderCredentialsProperty(DomainCredentials[] domains) { domainCredentialsMap = domains.collectEntries { [it.domain, it.all] } }
  }
}`,
  "jenkins/model/Jenkins.groovy": `package jenkins.model
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty
import com.cloudbees.plugins.credentials.*
import com.cloudbees.plugins.credentials.domains.*
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl
class Jenkins {
  static Jenkins get() { new Jenkins() }
  Folder getItemByFullName(String name) { new Folder(name: name) }
}
class Folder {
  String name
  Properties properties = new Properties()
  Properties getProperties() { properties }
  void addProperty(property) {
    assert properties.all == []
    println "\${name}: \${property.domainCredentialsMap.values().flatten()*.said.join(', ')}"
  }
}
/** Folders of pilots have a credential of their developers, and one of an earlier start. */
class Properties {
  List all = [new FolderCredentialsProperty([new DomainCredentials(Domain.global(), ['own', 'testbed-old'].collect {
    new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, it, '', 'u', 'p')
  })] as DomainCredentials[])]
  def get(Class kind) { all.find { kind.isInstance(it) } }
  void removeAll(Class kind) { all.removeAll { kind.isInstance(it) } }
}`,
};

/** Groovy, to run scripts with. */
export class Groovy {
  private constructor(private readonly jar: string) {}

  /** @throws Missing where there is no Java, or where Maven's cache has no Groovy */
  static async find(): Promise<Groovy> {
    if (!(await runs("java", ["-version"]))) throw new Missing("Java");
    const jar = join(homedir(), `.m2/repository/org/codehaus/groovy/groovy-all/${GROOVY}/groovy-all-${GROOVY}.jar`);
    if (!existsSync(jar)) throw new Missing(`Groovy ${GROOVY} in Maven's cache: run the suite of the pipelines first`);
    return new Groovy(jar);
  }

  /** What a script of Job DSL asks for. */
  async askedBy(script: string): Promise<AskedItem[]> {
    const folder = temporaryFolder();
    const files = { recorder: join(folder, "Recording.groovy"), script: join(folder, "script.groovy") };
    writeFileSync(files.recorder, RECORDER);
    writeFileSync(files.script, script);
    const printed = await output("java", ["-cp", this.jar, "groovy.ui.GroovyMain", files.recorder, files.script]);
    return z.array(itemSchema).parse(JSON.parse(printed));
  }

  /** What a script does with Jenkins, a line for each thing. */
  async doneBy(script: string): Promise<string[]> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "script.groovy"), script);
    const classes = ["-cp", `${this.jar}:${await this.stubs()}`, "groovy.ui.GroovyMain"];
    return (await output("java", [...classes, join(folder, "script.groovy")])).trimEnd().split("\n");
  }

  /** The folder of the classes that stand in; compiled, as those of Jenkins are. */
  private async stubs(): Promise<string> {
    const folder = temporaryFolder();
    const files = Object.entries(STUBS).map(([path, text]) => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });
    const target = join(folder, "classes");
    mkdirSync(target);
    await output("java", ["-cp", this.jar, "org.codehaus.groovy.tools.FileSystemCompiler", "-d", target, ...files]);
    return target;
  }
}
