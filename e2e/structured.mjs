// Judges the structured data and the previews of pages with
// structured-data-testing-tool. It takes pages as JSON from its standard input,
// [{"URL": …, "HTML": …}, …], and prints what failed, [{"URL": …, "Passed": 28,
// "Failed": ["…"]}, …].
import tool from "structured-data-testing-tool"
import presets from "structured-data-testing-tool/presets.js"

let input = ""
for await (const piece of process.stdin.setEncoding("utf8")) input += piece

const {Google, Twitter, Facebook} = presets
const out = []
for (const {URL, HTML} of JSON.parse(input)) {
  // What fails is thrown, with all the results in it.
  const all = await tool.structuredDataTest(HTML, {presets: [Google, Twitter, Facebook]}).catch(e => e.res)
  out.push({URL, Passed: all.passed.length, Failed: all.failed.map(t => `${t.group}: ${t.description ?? t.test}`)})
}
console.log(JSON.stringify(out))
