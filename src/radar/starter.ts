/** Well-known sources by area, from which welcome proposes. `about` are words that speak for one. */
export interface Starter {
  readonly typed: string
  readonly title: string
  readonly about: string
}

const ANY = 'ai machine learning language model models llm'

export const starters: readonly Starter[] = [
  {
    typed: 'arxiv:cs.CL',
    title: 'arXiv: computation and language',
    about:
      'language nlp llm text retrieval rag generation evaluation agents prompts translation dialogue reasoning question answering',
  },
  {
    typed: 'arxiv:cs.IR',
    title: 'arXiv: information retrieval',
    about: 'retrieval search rag recommendation ranking recommender index embeddings vector',
  },
  {
    typed: 'arxiv:cs.LG',
    title: 'arXiv: machine learning',
    about:
      'learning training optimisation optimization deep neural networks representation tabular time series forecasting fine-tuning',
  },
  {
    typed: 'arxiv:cs.CV',
    title: 'arXiv: computer vision',
    about: 'vision image images video diffusion segmentation detection multimodal 3d medical imaging',
  },
  {
    typed: 'arxiv:cs.RO',
    title: 'arXiv: robotics',
    about: 'robotics robot robots manipulation control navigation embodied',
  },
  { typed: 'arxiv:cs.SD eess.AS', title: 'arXiv: sound and speech', about: 'speech audio sound music voice asr tts' },
  {
    typed: 'arxiv:cs.SE',
    title: 'arXiv: software engineering',
    about: 'code coding software programming agents testing engineering developer',
  },
  {
    typed: 'arxiv:cs.CR',
    title: 'arXiv: cryptography and security',
    about: 'security privacy attack attacks jailbreak red team injection safety',
  },
  { typed: 'arxiv:cs.MA', title: 'arXiv: multi-agent systems', about: 'agents agent multi-agent tool use planning' },
  {
    typed: 'arxiv:stat.ML',
    title: 'arXiv: statistics of machine learning',
    about: 'statistics bayesian causal inference uncertainty calibration theory forecasting',
  },
  {
    typed: 'arxiv:cs.DC',
    title: 'arXiv: distributed computing',
    about: 'serving inference distributed gpu systems infrastructure parallel latency throughput mlops',
  },
  {
    typed: 'arxiv:q-bio.QM q-bio.BM',
    title: 'arXiv: quantitative biology',
    about: 'biology protein drug genomics molecule chemistry medicine health',
  },
  {
    typed: 'https://huggingface.co/blog/feed.xml',
    title: 'Hugging Face blog',
    about: `${ANY} open source models fine-tuning transformers datasets inference diffusion`,
  },
  { typed: 'https://openai.com/news/rss.xml', title: 'OpenAI news', about: `${ANY} agents gpt release` },
  {
    typed: 'https://deepmind.google/blog/rss.xml',
    title: 'Google DeepMind blog',
    about: `${ANY} science reinforcement robotics gemini`,
  },
  {
    typed: 'https://research.google/blog/rss/',
    title: 'Google Research blog',
    about: `${ANY} systems health vision algorithms`,
  },
  {
    typed: 'https://www.microsoft.com/en-us/research/feed/',
    title: 'Microsoft Research blog',
    about: `${ANY} agents systems programming`,
  },
  {
    typed: 'https://bair.berkeley.edu/blog/feed.xml',
    title: 'BAIR blog',
    about: `${ANY} robotics reinforcement vision`,
  },
  {
    typed: 'https://lilianweng.github.io/index.xml',
    title: 'Lil’Log',
    about: `${ANY} agents diffusion reinforcement prompts hallucination`,
  },
  {
    typed: 'https://simonwillison.net/atom/everything/',
    title: 'Simon Willison',
    about: `${ANY} agents tools prompts coding engineering injection`,
  },
  {
    typed: 'https://eugeneyan.com/rss/',
    title: 'Eugene Yan',
    about: `${ANY} retrieval rag evaluation recommendation evals production engineering mlops`,
  },
  {
    typed: 'https://hamel.dev/index.xml',
    title: 'Hamel Husain',
    about: `${ANY} evaluation evals fine-tuning rag engineering`,
  },
  {
    typed: 'https://huyenchip.com/feed.xml',
    title: 'Chip Huyen',
    about: `${ANY} production mlops agents engineering systems evaluation`,
  },
  {
    typed: 'https://www.interconnects.ai/feed',
    title: 'Interconnects',
    about: `${ANY} rlhf post-training reinforcement reasoning open`,
  },
  { typed: 'https://jack-clark.net/feed/', title: 'Import AI', about: `${ANY} policy safety research overview` },
  { typed: 'https://thegradient.pub/rss/', title: 'The Gradient', about: `${ANY} essays ethics overview` },
  { typed: 'https://distill.pub/rss.xml', title: 'Distill', about: `${ANY} interpretability visualisation` },
  {
    typed: 'https://www.alignmentforum.org/feed.xml',
    title: 'Alignment Forum',
    about: `${ANY} safety alignment interpretability`,
  },
  {
    typed: 'https://developer.nvidia.com/blog/feed',
    title: 'NVIDIA developer blog',
    about: `${ANY} gpu inference serving cuda systems robotics`,
  },
  {
    typed: 'https://weaviate.io/blog/rss.xml',
    title: 'Weaviate blog',
    about: `${ANY} retrieval rag vector search embeddings evaluation`,
  },
  { typed: 'vllm-project/vllm', title: 'vLLM releases', about: `${ANY} serving inference gpu latency` },
  {
    typed: 'huggingface/transformers',
    title: 'Transformers releases',
    about: `${ANY} fine-tuning training transformers nlp`,
  },
  { typed: 'pytorch/pytorch', title: 'PyTorch releases', about: `${ANY} training deep learning neural gpu vision` },
  { typed: 'langchain-ai/langchain', title: 'LangChain releases', about: `${ANY} agents rag retrieval tools` },
  { typed: 'hn:', title: 'Hacker News front page', about: 'technology software programming startup' },
]

/** Up to eight sources for an area: those whose words it shares most, in the list's order where even. */
export function propose(area: string): Starter[] {
  const wanted = new Set(
    area
      .toLowerCase()
      .match(/[a-z0-9]+(?:-[a-z0-9]+)*/g)
      ?.flatMap(word => [word, ...word.split('-')]),
  )
  const scored = starters.map(starter => ({
    starter,
    score: starter.about
      .split(' ')
      .reduce((sum, word) => sum + (wanted.has(word) ? (ANY.includes(word) ? 0.3 : 1) : 0), 0),
  }))
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 8)
    .map(({ starter }) => starter)
}
